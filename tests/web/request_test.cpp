#include "web/request.h"
#include "web/routes.h"

#include <gtest/gtest.h>

#include <array>

namespace dossier::web {

TEST(Query, DecodesPercentEscapes)
{
    const auto query = parse_query("station=%E7%AA%97%E5%8F%A3&cursor=");
    ASSERT_TRUE(query);
    EXPECT_EQ(query->at("station"), "窗口");
    EXPECT_EQ(query->at("cursor"), "");
}

TEST(Query, RefusesBrokenEscapesAndRepeatedNames)
{
    for (const auto* text : {"a=%", "a=%4", "a=%zz", "a=1&a=2"})
        EXPECT_FALSE(parse_query(text)) << text;
}

TEST(Cookie, IsFoundAmongOthersByItsWholeName)
{
    Request request;
    request.headers["cookie"] = "x__Host-session=no; __Host-session=yes; other=1";
    EXPECT_EQ(request.cookie("__Host-session"), "yes");
    EXPECT_EQ(request.cookie("session"), "");
}

TEST(Pattern, GivesThePartsOfThePathNames)
{
    const auto params = match("/documents/{id}/pages/{page}/image", "/documents/7f/pages/2/image");
    ASSERT_TRUE(params);
    EXPECT_EQ(params->at("id"), "7f");
    EXPECT_EQ(params->at("page"), "2");
}

TEST(Pattern, FitsNothingLongerShorterOrEmpty)
{
    for (const auto* path :
         {"/documents/", "/documents", "/documents/a/b", "/records/a", "//a", "/documents//"})
        EXPECT_FALSE(match("/documents/{id}", path)) << path;
}

TEST(Routes, AllHaveAPolicyAndAHandler)
{
    EXPECT_NO_THROW(require_sound(routes()));
}

TEST(Routes, DoNotStartWithoutAPolicyAHandlerOrTwice)
{
    const Route sound = routes().front();
    const std::array without_policy{
        Route{sound.method, sound.pattern, Access::undecided, sound.handler}};
    const std::array without_handler{Route{sound.method, sound.pattern, sound.access, nullptr}};
    const std::array twice{sound, sound};
    EXPECT_THROW(require_sound(without_policy), std::logic_error);
    EXPECT_THROW(require_sound(without_handler), std::logic_error);
    EXPECT_THROW(require_sound(twice), std::logic_error);
}

} // namespace dossier::web
