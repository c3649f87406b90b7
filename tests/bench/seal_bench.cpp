// Sealing against plain AES-256-GCM of the same bytes in the same run, 16 KiB at a time. Times are
// the processor's, as `openssl speed` gives them.

#include "store/crypto/openssl.h"
#include "store/crypto/sealed.h"
#include "tests/bench/measure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdio>
#include <vector>

namespace {

using namespace dossier::store;
using dossier::bench::cpu_milliseconds;

constexpr std::size_t portion = cobblestone::chunk_size;
constexpr int rounds = 41;

double median_seconds(const auto& act)
{
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        const auto start = cpu_milliseconds();
        act();
        times.push_back((cpu_milliseconds() - start) / 1000);
    }
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[rounds / 2];
}

/// What `openssl speed -evp aes-256-gcm -bytes 16384` does.
void encrypt_plainly(
    EVP_CIPHER_CTX* context, std::span<const std::byte> plain, std::span<std::byte> out
)
{
    std::array<std::byte, 12> nonce{};
    int written = 0;
    for (; !plain.empty(); plain = plain.subspan(std::min(portion, plain.size()))) {
        const auto part = plain.first(std::min(portion, plain.size()));
        EVP_EncryptInit_ex2(context, nullptr, nullptr, as_uchar(nonce), nullptr);
        EVP_EncryptUpdate(
            context, out_uchar(out), &written, as_uchar(part), static_cast<int>(part.size())
        );
        EVP_EncryptFinal_ex(context, out_uchar(out), &written);
    }
}

void measure(std::size_t size)
{
    const SecretBytes key = random_key(system_random());
    std::vector<std::byte> plain(size);
    system_random().fill(plain);
    std::vector<std::byte> out(portion + 16);
    const CipherPtr cipher{EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr)};
    const CipherCtxPtr context{EVP_CIPHER_CTX_new()};
    EVP_EncryptInit_ex2(context.get(), cipher.get(), as_uchar(key.bytes()), nullptr, nullptr);

    const double peer = median_seconds([&] { encrypt_plainly(context.get(), plain, out); });
    const double streamed = median_seconds([&] {
        cobblestone::Sealer sealer(key.bytes(), {}, {});
        for (auto rest = std::span<const std::byte>(plain); !rest.empty();) {
            const auto part = rest.first(std::min(portion, rest.size()));
            rest = rest.subspan(part.size());
            out.clear();
            sealer.append(part, out);
        }
        sealer.finish(out);
    });
    std::vector<std::byte> sealed;
    const double whole = median_seconds([&] {
        sealed = seal(key.bytes(), 1, {.kind = "bench"}, plain, system_random());
    });
    const double opened =
        median_seconds([&] { (void)unseal(key.bytes(), {.kind = "bench"}, sealed); });
    const double megabytes = static_cast<double>(size) / 1e6;
    fmt::print(
        "{:>9} bytes, MB/s: plain GCM {:>5.0f}, sealed as a stream {:>5.0f} ({:.2f} of plain), "
        "whole {:>5.0f} ({:.2f}), opened {:>5.0f} ({:.2f})\n",
        size,
        megabytes / peer,
        megabytes / streamed,
        peer / streamed,
        megabytes / whole,
        peer / whole,
        megabytes / opened,
        peer / opened
    );
    (void)std::fflush(stdout);
}

} // namespace

int main()
{
    for (const std::size_t size : {2'000UL, 100'000UL, 5'000'000UL, 50'000'000UL}) {
        measure(size);
    }
}
