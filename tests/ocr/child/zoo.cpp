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
#include <string_view>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
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

Bytes escaped_after(long /*result*/)
{
    return escaped();
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

/// Writes to every descriptor that is not its own; answers well when none takes it.
Bytes reach_others()
{
    for (int fd = ocr::render_descriptor + 1; fd < 1024; ++fd)
        if (::write(fd, "x", 1) > 0) return escaped();
    return ocr::encode(one_page());
}

/// An answer whose only text claims a terabyte.
Bytes claim_terabyte()
{
    auto bytes = ocr::encode(capture::Refusal{"x", "y"});
    const std::array claim{
        std::byte{0x7B},
        std::byte{0},
        std::byte{0},
        std::byte{1},
        std::byte{0},
        std::byte{0},
        std::byte{0},
        std::byte{0},
        std::byte{0}};
    bytes.resize(bytes.size() - 2); // the message: a head of one byte and one letter
    bytes.insert(bytes.end(), claim.begin(), claim.end());
    return bytes;
}

/// What the stand-in for pdftoppm draws when it is sent this word instead of a document.
Bytes draw(std::string_view probe, capture::PageRenderer* renderer)
{
    const auto says = [](std::string code) {
        return ocr::encode(capture::Refusal{std::move(code), "What the renderer did."});
    };
    if (renderer == nullptr) return says("no_renderer");
    if (!renderer->begin(std::as_bytes(std::span(probe)), {0, 100, 100})) return says("not_begun");
    std::array<std::byte, 64> buffer{};
    std::string word;
    for (std::size_t size = 1; size > 0 && word.size() < 1000;) {
        size = renderer->read(buffer);
        for (const std::byte each : std::span(buffer).first(size))
            word += std::to_integer<char>(each);
    }
    if (word.size() >= 1000) return says("flood");
    return says(word.empty() ? "killed" : word);
}

/// Asks for what no document needs, as a captured child would; answers well when it gets nothing.
Bytes ask_for_nonsense(capture::PageRenderer* renderer)
{
    if (renderer == nullptr) return escaped();
    constexpr int most = 2'000'000'000;
    for (const capture::DrawnPage& page :
         {capture::DrawnPage{-1, 100, 100},
          capture::DrawnPage{0, 0, 100},
          capture::DrawnPage{0, 100, -1},
          capture::DrawnPage{0, most, most},
          capture::DrawnPage{most, 100, 100}})
        if (renderer->begin({}, page)) return escaped();
    int drawn = 0;
    while (drawn < 1000 && renderer->begin({}, {0, 100, 100}))
        ++drawn;
    // As often as a document may have pages, the nonsense above included.
    return drawn == 95 ? ocr::encode(one_page()) : escaped();
}

/// What is no request at all ends the conversation.
Bytes babble(capture::PageRenderer* renderer)
{
    const bool is_sent = ::write(ocr::render_descriptor, "nonsense", 8) == 8;
    const bool is_heard = renderer != nullptr && renderer->begin({}, {0, 100, 100});
    return is_sent && !is_heard ? ocr::encode(one_page()) : escaped();
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
    {"open raw",
     [] {
         ::syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", nullptr, 0);
         return escaped();
     }},
    {"connect",
     [] {
         const sockaddr anywhere{};
         ::connect(ocr::answer_descriptor, &anywhere, sizeof anywhere);
         return escaped();
     }},
    {"send",
     [] {
         ::send(ocr::render_descriptor, "x", 1, 0);
         return escaped();
     }},
    {"receive elsewhere",
     [] {
         msghdr message{};
         ::recvmsg(ocr::answer_descriptor, &message, 0);
         return escaped();
     }},
    {"clone",
     [] {
         ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
         return escaped();
     }},
    {"clone3",
     [] {
         ::syscall(SYS_clone3, nullptr, 0);
         return escaped();
     }},
    {"read parent",
     [] {
         ::syscall(SYS_process_vm_readv, ::getppid(), nullptr, 0, nullptr, 0, 0);
         return escaped();
     }},
    {"symlink", [] { return escaped_after(::symlink("/etc/passwd", "/tmp/escaped-link")); }},
    {"chmod",
     [] {
         ::chmod("/tmp", 0777);
         return escaped();
     }},
    {"rename", [] { return escaped_after(::rename("/tmp/a", "/tmp/b")); }},
    {"mount",
     [] {
         ::syscall(SYS_mount, nullptr, nullptr, nullptr, 0, nullptr);
         return escaped();
     }},
    {"perf",
     [] {
         ::syscall(SYS_perf_event_open, nullptr, 0, -1, -1, 0);
         return escaped();
     }},
    {"fault",
     [] {
         ::syscall(SYS_userfaultfd, 0);
         return escaped();
     }},
    {"keys",
     [] {
         ::syscall(SYS_keyctl, 0, -3, 1);
         return escaped();
     }},
    {"shared memory",
     [] {
         ::syscall(SYS_shmget, 0, 4096, 0);
         return escaped();
     }},
    {"limits",
     [] {
         const rlimit endless{RLIM_INFINITY, RLIM_INFINITY};
         ::setrlimit(RLIMIT_AS, &endless);
         return escaped();
     }},
    {"identity", [] { return escaped_after(::setuid(0)); }},
    {"duplicate", [] { return escaped_after(::dup(ocr::answer_descriptor)); }},
    {"map its document as code",
     [] {
         ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE, ocr::document_descriptor, 0);
         return escaped();
     }},
    {"other descriptors", reach_others},
    {"terabyte", claim_terabyte},
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
    capture::PageRenderer* renderer
)
{
    std::string name;
    for (const std::byte each : document)
        name += std::to_integer<char>(each);
    constexpr std::string_view drawing = "draw ";
    if (name.starts_with(drawing))
        return draw(std::string_view(name).substr(drawing.size()), renderer);
    if (name == "ask for nonsense") return ask_for_nonsense(renderer);
    if (name == "babble") return babble(renderer);
    const auto found = animals.find(name);
    return found == animals.end() ? escaped() : found->second();
}

} // namespace

int main()
{
    ocr::LaunchOptions options;
    options.renderer = DOSSIER_TEST_RENDER_ZOO;
    ocr::launch(ocr::launcher_socket, perform, options);
    return 0;
}
