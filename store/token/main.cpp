// dossier-token: the only program that loads a vendor's PKCS#11 module. It does one piece of work
// (store/token/wire.h) and ends without running what the module left for the end of a process; if
// the module crashes or hangs, this program does, and nobody else. It sees one slot's key and the
// token's PIN, no row and no file.

#include "store/token/module.h"
#include "store/token/wire.h"

#include <array>
#include <csignal>
#include <exception>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

namespace dossier::store {
namespace {

// The PIN and the key come in here; it never reaches a swap partition or a core.
std::array<std::byte, most_token_bytes> request_bytes;

/// Standard input up to its end; empty when there is more than a request can be.
std::optional<TokenValues> read_request()
{
    std::size_t size = 0;
    while (size < request_bytes.size()) {
        const auto got =
            ::read(STDIN_FILENO, request_bytes.data() + size, request_bytes.size() - size);
        if (got <= 0) {
            return decode_token_request(std::span(request_bytes).first(got < 0 ? 0 : size));
        }
        size += static_cast<std::size_t>(got);
    }
    return std::nullopt;
}

[[noreturn]] void answer(TokenAnswer kind, std::span<const std::byte> what)
{
    std::array parts{
        iovec{&kind, sizeof kind}, iovec{const_cast<std::byte*>(what.data()), what.size()}};
    // A socket takes a message of this size in one piece.
    const auto written = ::writev(STDOUT_FILENO, parts.data(), parts.size());
    ::_exit(written == static_cast<ssize_t>(sizeof kind + what.size()) ? 0 : 1);
}

std::string text_of(std::span<const std::byte> bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[noreturn]] void work(const TokenValues& values)
{
    const auto value = [&](TokenValue which) { return values[static_cast<std::size_t>(which)]; };
    const bool wraps = text_of(value(TokenValue::work)) == token_wrap;
    const TokenModule module{text_of(value(TokenValue::module))};
    const TokenSession session{module, text_of(value(TokenValue::token)), value(TokenValue::pin)};
    const auto key = session.find_key(
        text_of(value(TokenValue::key)), wraps ? MakeKey::where_there_is_none : MakeKey::never
    );
    const auto input = value(TokenValue::input);
    const auto bound = value(TokenValue::bound);
    if (wraps) {
        answer(TokenAnswer::done, session.wrap(key, input, bound));
    }
    const auto bytes = session.unwrap(key, input, bound);
    answer(
        bytes ? TokenAnswer::done : TokenAnswer::does_not_fit,
        bytes ? *bytes : std::span<const std::byte>{}
    );
}

int run()
{
    const rlimit no_core{0, 0};
    static_cast<void>(::setrlimit(RLIMIT_CORE, &no_core));
    static_cast<void>(::prctl(PR_SET_DUMPABLE, 0));
    static_cast<void>(::prctl(PR_SET_PDEATHSIG, SIGKILL));
    static_cast<void>(::mlock(request_bytes.data(), request_bytes.size()));
    const auto values = read_request();
    if (!values) {
        return 2;
    }
    try {
        work(*values);
    } catch (const std::exception& failure) {
        answer(TokenAnswer::failed, std::as_bytes(std::span(std::string_view(failure.what()))));
    }
}

} // namespace
} // namespace dossier::store

int main()
{
    return dossier::store::run();
}
