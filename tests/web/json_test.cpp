#include "web/json.h"
#include "web/problem.h"

#include <gtest/gtest.h>

namespace dossier::web {

namespace {

std::string problem_type(const tl::expected<TextMap, Response>& fields)
{
    return fields ? "" : nlohmann::json::parse(fields.error().body)["type"].get<std::string>();
}

tl::expected<TextMap, Response> fields_of(const std::string& body)
{
    Request request;
    request.headers["content-type"] = "application/json";
    request.body = body;
    return text_fields(request, {"username"}, {"totp"});
}

std::string nested(int depth)
{
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
}

} // namespace

TEST(Json, MayBeSixteenLevelsDeepAndNoMore)
{
    EXPECT_TRUE(parse_json(nested(16)));
    EXPECT_FALSE(parse_json(nested(17)));
    EXPECT_FALSE(parse_json(nested(100'000)));
}

TEST(Json, MayNotNameAKeyTwiceAtAnyLevel)
{
    EXPECT_FALSE(parse_json(R"({"a": 1, "a": 2})"));
    EXPECT_FALSE(parse_json(R"({"x": [{"a": 1, "\u0061": 2}]})"));
    EXPECT_TRUE(parse_json(R"({"x": {"a": 1}, "y": {"a": 2}})"));
}

TEST(Json, OfMoreThanItsLimitIsNotParsed)
{
    EXPECT_EQ(parse_json("\"" + std::string(max_json_bytes, 'a') + "\"").error().status, 413);
}

TEST(Json, ThatIsNoneIsRefused)
{
    for (const auto* text : {"", "{", "{\"a\":}", "\xff", "{} {}", "nul"})
        EXPECT_FALSE(parse_json(text)) << text;
}

TEST(TextFields, GiveWhatIsAskedFor)
{
    const auto fields = fields_of(R"({"username": "li", "totp": null})");
    ASSERT_TRUE(fields);
    EXPECT_EQ(fields->at("username"), "li");
    EXPECT_FALSE(fields->contains("totp"));
}

TEST(TextFields, RefuseWhatNobodyAskedForAndWhatIsNoText)
{
    EXPECT_EQ(problem_type(fields_of(R"({"username": "li", "role": "king"})")), "unknown_field");
    EXPECT_EQ(problem_type(fields_of(R"({"username": 7})")), "text_expected");
    EXPECT_EQ(problem_type(fields_of(R"({})")), "field_missing");
    EXPECT_EQ(problem_type(fields_of(R"(["username"])")), "object_expected");
}

TEST(TextFields, AreOnlyReadFromJson)
{
    Request form;
    form.headers["content-type"] = "application/x-www-form-urlencoded";
    form.body = R"({"username": "li"})";
    EXPECT_EQ(problem_type(text_fields(form, {"username"})), "json_expected");
}

TEST(Problem, CarriesTypeTitleStatusAndFields)
{
    const auto response = problem(422, "value_missing", "A correction needs a value.", {"value"});
    EXPECT_EQ(response.status, 422);
    EXPECT_EQ(response.media_type, "application/problem+json");
    EXPECT_EQ(
        response.body,
        R"({"type":"value_missing","title":"Unprocessable Content","status":422,)"
        R"("detail":"A correction needs a value.","fields":["value"]})"
    );
}

} // namespace dossier::web
