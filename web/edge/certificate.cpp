#include "web/edge/certificate.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <fcntl.h>
#include <memory>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace dossier::web {

namespace {

template <auto Free>
struct Deleter {
    template <class T>
    void operator()(T* pointer) const
    {
        Free(pointer); // NOLINT(cppcoreguidelines-owning-memory): the unique_ptr owns it
    }
};

using Key = std::unique_ptr<EVP_PKEY, Deleter<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Deleter<X509_free>>;
using Number = std::unique_ptr<BIGNUM, Deleter<BN_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Deleter<X509_EXTENSION_free>>;
using File = std::unique_ptr<FILE, Deleter<fclose>>;

constexpr long year = 365L * 24 * 3600;

void require(bool ok, const char* what)
{
    if (ok) return;
    ERR_clear_error();
    throw std::runtime_error(std::string{"cannot make the certificate: "} + what);
}

void add_extension(X509* certificate, int nid, const char* value)
{
    X509V3_CTX context{};
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
    const Extension extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value)};
    require(extension && X509_add_ext(certificate, extension.get(), -1) == 1, "extension");
}

Certificate self_signed(EVP_PKEY* key, time_t now)
{
    Certificate certificate{X509_new()};
    require(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "version");
    const Number serial{BN_new()};
    require(
        serial && BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1, "serial"
    );
    require(
        BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate.get())) != nullptr,
        "serial"
    );
    // An hour back: a browser's clock may be a little behind.
    require(
        X509_time_adj_ex(X509_getm_notBefore(certificate.get()), 0, -3600, &now) != nullptr, "time"
    );
    require(
        X509_time_adj_ex(X509_getm_notAfter(certificate.get()), 0, year, &now) != nullptr, "time"
    );
    const std::array<unsigned char, 10> name{"localhost"};
    X509_NAME* subject = X509_get_subject_name(certificate.get());
    require(
        X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, name.data(), -1, -1, 0) == 1 &&
            X509_set_issuer_name(certificate.get(), subject) == 1 &&
            X509_set_pubkey(certificate.get(), key) == 1,
        "name"
    );
    add_extension(certificate.get(), NID_basic_constraints, "critical,CA:FALSE");
    add_extension(certificate.get(), NID_key_usage, "critical,digitalSignature");
    add_extension(certificate.get(), NID_ext_key_usage, "serverAuth");
    add_extension(certificate.get(), NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1,IP:::1");
    require(X509_sign(certificate.get(), key, EVP_sha256()) > 0, "signature");
    return certificate;
}

/// A new file that only its owner can read.
File create(const std::filesystem::path& path)
{
    std::filesystem::remove(path);
    const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    require(fd >= 0, "its file cannot be written");
    File file{::fdopen(fd, "w")};
    require(file != nullptr, "its file cannot be written");
    return file;
}

bool is_current(const CertificateFiles& files, time_t now)
{
    if (!std::filesystem::exists(files.key)) return false;
    const File file{::fopen(files.certificate.c_str(), "re")};
    if (!file) return false;
    const Certificate certificate{PEM_read_X509(file.get(), nullptr, nullptr, nullptr)};
    ERR_clear_error();
    return certificate && X509_cmp_time(X509_get0_notAfter(certificate.get()), &now) > 0;
}

} // namespace

void ensure_certificate(const CertificateFiles& files, capture::Instant now)
{
    const time_t seconds = std::chrono::system_clock::to_time_t(now);
    if (is_current(files, seconds)) return;
    const Key key{EVP_EC_gen("P-256")};
    require(key != nullptr, "key");
    const auto certificate = self_signed(key.get(), seconds);
    require(
        PEM_write_PrivateKey(
            create(files.key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr
        ) == 1 &&
            PEM_write_X509(create(files.certificate).get(), certificate.get()) == 1,
        "its file cannot be written"
    );
}

} // namespace dossier::web
