// The look at a file before any library: any bytes are whole, incomplete or refused, whatever the
// kind their first bytes claim, and a refusal always has a code and a sentence.

#include "capture/sniff.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto bytes = std::as_bytes(std::span(data, size));
    const auto kind = dossier::capture::check_whole(bytes);
    if (!kind && (kind.error().code.empty() || kind.error().message.empty())) std::abort();
    if (kind && *kind != dossier::capture::find_kind(bytes)) std::abort();
    return 0;
}
