#include "tests/web/site_fixture.h"
#include "tests/web/temporary_folder.h"
#include "web/edge/certificate.h"
#include "web/edge/configuration.h"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace dossier::web {

namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::filesystem::path& path)
{
    std::ostringstream out;
    out << std::ifstream{path}.rdbuf();
    return out.str();
}

} // namespace

TEST(EdgeConfiguration, KeepsBodiesAndAnswersOffTheDisk)
{
    const auto text = edge_configuration({}, {});
    EXPECT_THAT(
        text, HasSubstr("client_max_body_size 50m;\n            client_body_buffer_size 50m;")
    );
    EXPECT_THAT(
        text, HasSubstr("client_max_body_size 256k;\n        client_body_buffer_size 256k;")
    );
    EXPECT_THAT(
        text, HasSubstr("client_max_body_size 1024k;\n            client_body_buffer_size 1024k;")
    );
    EXPECT_THAT(text, HasSubstr("proxy_max_temp_file_size 0;"));
}

TEST(EdgeConfiguration, PassesOnlyNamedHeaders)
{
    const auto text = edge_configuration({}, {});
    EXPECT_THAT(text, HasSubstr("proxy_pass_request_headers off;"));
    EXPECT_THAT(text, HasSubstr("proxy_set_header X-Client-Address $remote_addr;"));
    EXPECT_THAT(text, HasSubstr("proxy_set_header Authorization $http_authorization;"));
    EXPECT_THAT(text, HasSubstr("proxy_set_header Content-Range $http_content_range;"));
    EXPECT_THAT(text, Not(HasSubstr("X-Forwarded-For")));
}

TEST(EdgeConfiguration, SpeaksModernTlsOnly)
{
    const auto text = edge_configuration({}, {});
    EXPECT_THAT(text, HasSubstr("ssl_protocols TLSv1.2 TLSv1.3;"));
    EXPECT_THAT(text, Not(HasSubstr("CBC")));
    EXPECT_THAT(text, HasSubstr("ssl_session_tickets off;"));
}

TEST(EdgeConfiguration, ListensWhereItIsTold)
{
    const auto text =
        edge_configuration({.address = "10.1.2.3", .port = 443, .socket = "../s"}, {});
    EXPECT_THAT(text, HasSubstr("listen 10.1.2.3:443 ssl;"));
    EXPECT_THAT(text, HasSubstr("server unix:../s max_fails=0;"));
}

TEST(Certificate, IsMadeOnceAndKept)
{
    const TemporaryFolder folder;
    const CertificateFiles files{folder.path() / "tls.crt", folder.path() / "tls.key"};
    ensure_certificate(files, noon);
    const auto first = text_of(files.certificate);
    EXPECT_THAT(first, HasSubstr("BEGIN CERTIFICATE"));
    ensure_certificate(files, noon + std::chrono::hours{24});
    EXPECT_EQ(text_of(files.certificate), first);
}

TEST(Certificate, IsRenewedWhenItHasRunOut)
{
    const TemporaryFolder folder;
    const CertificateFiles files{folder.path() / "tls.crt", folder.path() / "tls.key"};
    ensure_certificate(files, noon);
    const auto first = text_of(files.certificate);
    ensure_certificate(files, noon + std::chrono::hours{24 * 366});
    EXPECT_NE(text_of(files.certificate), first);
}

TEST(Certificate, HasAKeyThatOnlyItsOwnerReads)
{
    const TemporaryFolder folder;
    const CertificateFiles files{folder.path() / "tls.crt", folder.path() / "tls.key"};
    ensure_certificate(files, noon);
    EXPECT_EQ(
        std::filesystem::status(files.key).permissions(),
        std::filesystem::perms::owner_read | std::filesystem::perms::owner_write
    );
}

} // namespace dossier::web
