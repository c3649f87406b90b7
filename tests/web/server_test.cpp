// The one Poco file, over its unix socket, with clients that do not behave.

#include "tests/web/temporary_folder.h"
#include "web/http/server.h"

#include <gmock/gmock.h>

#include <array>
#include <cstring>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace dossier::web {

namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ServerTest : public testing::Test {
protected:
    /// Sends the text as it is, says that no more will come, and returns all that is answered.
    std::string exchange(const std::string& sent)
    {
        const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_un at{};
        at.sun_family = AF_UNIX;
        std::memcpy(at.sun_path, path.c_str(), path.string().size());
        EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
        EXPECT_EQ(
            ::send(fd, sent.data(), sent.size(), MSG_NOSIGNAL), static_cast<ssize_t>(sent.size())
        );
        ::shutdown(fd, SHUT_WR);
        std::string answer;
        std::array<char, 4096> part{};
        for (ssize_t got = 0; (got = ::recv(fd, part.data(), part.size(), 0)) > 0;)
            answer.append(part.data(), static_cast<std::size_t>(got));
        ::close(fd);
        return answer;
    }

    TemporaryFolder folder;
    std::filesystem::path path = folder.path() / "api.sock";
    HttpServer server{
        UnixSocket{path},
        {},
        {.body_limit = [](auto, auto) { return std::size_t{100}; },
         .answer =
             [](Request request) {
                 return Response{
                     .status = 200,
                     .media_type = "text/plain",
                     .body = "took " + request.body + ".",
                     .headers = {}};
             }}};
};

} // namespace

TEST_F(ServerTest, AnswersARequestWithEverySecurityHeader)
{
    const auto answer = exchange("GET /a HTTP/1.0\r\n\r\n");
    EXPECT_THAT(answer, StartsWith("HTTP/1.0 200 OK\r\n"));
    EXPECT_THAT(answer, HasSubstr("Content-Security-Policy: default-src 'none'"));
    EXPECT_THAT(answer, HasSubstr("X-Content-Type-Options: nosniff"));
    EXPECT_THAT(answer, HasSubstr("Cache-Control: no-store"));
}

TEST_F(ServerTest, HandsOnABodyOnlyWhenItIsWhole)
{
    EXPECT_THAT(
        exchange("POST /a HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc"), HasSubstr("took abc.")
    );
    const auto cut = exchange("POST /a HTTP/1.0\r\nContent-Length: 50\r\n\r\nabc");
    EXPECT_THAT(cut, HasSubstr("body_cut"));
    EXPECT_THAT(cut, Not(HasSubstr("took")));
}

TEST_F(ServerTest, RefusesABodyAboveItsLimitWithoutReadingIt)
{
    EXPECT_THAT(
        exchange("POST /a HTTP/1.0\r\nContent-Length: 101\r\n\r\n"), HasSubstr("body_too_large")
    );
}

TEST_F(ServerTest, RefusesABodyWithoutALengthAndAnyTransferCoding)
{
    EXPECT_THAT(exchange("POST /a HTTP/1.0\r\n\r\nabc"), HasSubstr("length_required"));
    EXPECT_THAT(
        exchange("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: "
                 "chunked\r\n\r\n0\r\n\r\n"),
        HasSubstr("length_required")
    );
}

TEST_F(ServerTest, RefusesLengthsThatAreNoPlainNumber)
{
    for (const auto* length : {"-1", "+5", "5, 5", "0x3", "3 "})
        EXPECT_THAT(
            exchange(
                std::string{"POST /a HTTP/1.0\r\nContent-Length: "} + length + "\r\n\r\nabcde"
            ),
            Not(HasSubstr("took abcde"))
        ) << length;
}

TEST_F(ServerTest, RefusesAHeaderGivenTwice)
{
    EXPECT_THAT(
        exchange("POST /a HTTP/1.0\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabcde"),
        HasSubstr("bad_header")
    );
}

// Poco decodes RFC 2047 words in header values: the line break below is a real one for a handler.
TEST_F(ServerTest, RefusesControlCharactersHoweverTheyAreWritten)
{
    EXPECT_THAT(
        exchange("GET /a HTTP/1.0\r\nCookie: =?utf-8?Q?a=0D=0ASet-Cookie:x?=\r\n\r\n"),
        HasSubstr("bad_header")
    );
}

TEST_F(ServerTest, AnswersOneRequestAConnection)
{
    const auto answer =
        exchange("GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos);
    EXPECT_THAT(answer, HasSubstr("Connection: Close"));
}

TEST_F(ServerTest, LetsOnlyItsOwnerAndGroupConnect)
{
    struct stat facts {};

    ASSERT_EQ(::stat(path.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777U, 0660U);
}

} // namespace dossier::web
