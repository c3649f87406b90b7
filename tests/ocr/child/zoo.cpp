// A launcher like dossier-read whose children do what the document tells them: answer well, answer
// badly, or try to break out of the sandbox. Started by child_reader_test.

#include "ocr/child/launcher.h"
#include "ocr/wire.h"

#include <array>
#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <map>
#include <new>
#include <string>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vector>

using namespace dossier;

namespace {

using Bytes = std::vector<std::byte>;

ocr::Reading one_page()
{
    ocr::Reading reading;
    capture::PageFacts page;
    page.width = 100;
    page.height = 50;
    reading.pages.push_back(page);
    return reading;
}

Bytes flood()
{
    const Bytes block(1 << 20, std::byte{0xFF});
    for (;;) {
        if (::write(ocr::answer_descriptor, block.data(), block.size()) < 0) ::_exit(0);
    }
}

Bytes hang()
{
    for (;;)
        ::sched_yield();
}

Bytes spin()
{
    for (;;)
        std::atomic_signal_fence(std::memory_order_seq_cst);
}

/// Says "not blocked" so that the test fails: an escape should never get this far.
Bytes escaped()
{
    return ocr::encode(capture::Refusal{"escaped", "The sandbox did not hold."});
}

Bytes lie()
{
    auto reading = one_page();
    ocr::Document document;
    document.type = "id_card";
    document.pages = {0};
    document.fields.emplace_back().box = {90, 0, 20, 20}; // 10 pixels outside the page
    reading.documents.push_back(document);
    return ocr::encode(reading);
}

Bytes take_memory()
{
    const Bytes much(std::size_t{5} << 30U, std::byte{1});
    return much.back() == std::byte{1} ? escaped() : Bytes{};
}

const std::map<std::string, std::function<Bytes()>> animals{
    {"answer", [] { return ocr::encode(one_page()); }},
    {"refuse",
     [] {
         return ocr::encode(capture::Refusal{"too_many_pixels", "The page is too large."});
     }},
    {"crash", []() -> Bytes { __builtin_trap(); }},
    {"abort", []() -> Bytes { std::abort(); }},
    {"throw", []() -> Bytes { throw 1; }},
    {"exit 3", []() -> Bytes { ::_exit(3); }},
    {"silence", [] { return Bytes{}; }},
    {"garbage", [] { return Bytes(1000, std::byte{0x9F}); }},
    {"half",
     [] {
         auto whole = ocr::encode(one_page());
         whole.resize(whole.size() / 2);
         return whole;
     }},
    {"flood", flood},
    {"hang", hang},
    {"spin", spin},
    {"lie", lie},
    {"memory", take_memory},
    {"open",
     [] {
         ::open("/etc/passwd", O_RDONLY | O_CLOEXEC);
         return escaped();
     }},
    {"create",
     [] {
         ::open("/tmp/escaped", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
         return escaped();
     }},
    {"unlink",
     [] {
         ::unlink("/tmp/nothing");
         return escaped();
     }},
    {"socket",
     [] {
         ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
         return escaped();
     }},
    {"execute",
     [] {
         ::execl("/bin/true", "true", nullptr);
         return escaped();
     }},
    {"fork",
     [] {
         static_cast<void>(::fork());
         return escaped();
     }},
    {"ptrace",
     [] {
         ::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr);
         return escaped();
     }},
    {"kill",
     [] {
         ::kill(::getppid(), SIGKILL);
         return escaped();
     }},
    {"memory file",
     [] {
         ::memfd_create("escape", MFD_CLOEXEC);
         return escaped();
     }},
    {"bpf",
     [] {
         ::syscall(SYS_bpf, 0, nullptr, 0);
         return escaped();
     }},
    {"uring",
     [] {
         ::syscall(SYS_io_uring_setup, 1, nullptr);
         return escaped();
     }},
    {"namespace",
     [] {
         ::syscall(SYS_unshare, 0x10000000);
         return escaped();
     }},
    {"map code",
     [] {
         ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
         return escaped();
     }},
    {"make code",
     [] {
         void* page =
             ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
         ::mprotect(page, 4096, PROT_READ | PROT_EXEC);
         return escaped();
     }},
};

Bytes perform(
    std::span<const std::byte> document,
    const ocr::ReadOptions& /*options*/,
    capture::PageRenderer* /*renderer*/
)
{
    std::string name;
    for (const std::byte each : document)
        name += std::to_integer<char>(each);
    const auto found = animals.find(name);
    return found == animals.end() ? escaped() : found->second();
}

} // namespace

int main()
{
    ocr::launch(ocr::launcher_socket, perform);
    return 0;
}
