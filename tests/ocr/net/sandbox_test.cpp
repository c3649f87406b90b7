// What makes it possible to read in a child that may map nothing executable: everything that does
// is made before the fork.

#include "ocr/net/line_recogniser.h"
#include "ocr/net/text_detector.h"
#include "tests/ocr/net/rendered_line.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>
#include <seccomp.h>

#include <array>
#include <csignal>
#include <functional>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dossier::ocr::net {
namespace {

const std::filesystem::path models = DOSSIER_MODELS;

/// Kills the process at the first call that is neither memory nor an answer, and at the first
/// executable mapping.
bool forbid_executable_memory()
{
    const auto filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool ok = filter != nullptr;
    for (const int call : {
             SCMP_SYS(write), SCMP_SYS(exit_group), SCMP_SYS(brk), SCMP_SYS(munmap),
                 SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(sched_yield),
#if defined(__SANITIZE_ADDRESS__) // what the sanitizers ask on their own account
                 SCMP_SYS(sigaltstack), SCMP_SYS(pipe2), SCMP_SYS(read), SCMP_SYS(close),
#endif
                 SCMP_SYS(rt_sigprocmask)
         }) {
        ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
    }
    for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
        ok = ok && seccomp_rule_add(
                       filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)
                   ) == 0;
    }
    return ok && seccomp_load(filter) == 0;
}

/// What a confined child answers, or how it was killed.
std::string in_a_child(const std::function<std::string()>& work)
{
    std::array<int, 2> pipe{};
    if (::pipe(pipe.data()) != 0) return "no pipe";
    const pid_t child = ::fork();
    if (child == 0) {
        if (!forbid_executable_memory()) ::_exit(1);
        const auto answer = work();
        const bool sent =
            ::write(pipe[1], answer.data(), answer.size()) == static_cast<ssize_t>(answer.size());
        ::_exit(sent ? 0 : 2);
    }
    ::close(pipe[1]);
    std::string answer(4096, '\0');
    const auto size = ::read(pipe[0], answer.data(), answer.size());
    ::close(pipe[0]);
    answer.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? "killed by " + std::to_string(WTERMSIG(status)) : answer;
}

TEST(Sandbox, LetsALoadedRecogniserRead)
{
    LineRecogniser recogniser(models);
    for (const char* text : {"张伟", "北京市朝阳区建国路八十八号院三号楼", "11010519491231002X"}) {
        const cv::Mat line = render_line(text);
        EXPECT_EQ(in_a_child([&] { return recogniser.read(line).text(); }), text);
    }
}

TEST(Sandbox, LetsALoadedDetectorFindLines)
{
    TextDetector detector(models, {.sizes = {{320, 320}}});
    cv::Mat page(320, 320, CV_8U, cv::Scalar(255));
    const cv::Mat line = render_line("中国农业银行");
    line.copyTo(page(cv::Rect({40, 100}, line.size())));
    EXPECT_EQ(in_a_child([&] { return std::to_string(detector.find(page).size()); }), "1");
}

TEST(Sandbox, LetsALoadedDetectorLookFromAfar)
{
    TextDetector detector(models, {.sizes = {{640, 640}, {320, 320}}});
    cv::Mat page(640, 640, CV_8U, cv::Scalar(255));
    const cv::Mat line = render_line("中国农业银行");
    line.copyTo(page(cv::Rect({40, 100}, line.size())));
    EXPECT_EQ(in_a_child([&] { return std::to_string(detector.find(page, 320).size()); }), "1");
    EXPECT_EQ(in_a_child([&] { return std::to_string(detector.find(page, 300).size()); }), "0");
}

TEST(Sandbox, KillsWhatMakesKernelsInside)
{
    const auto late = in_a_child([] {
        LineRecogniser recogniser(models, {.widths = {64}});
        return std::string("read");
    });
    EXPECT_EQ(late, "killed by " + std::to_string(SIGSYS));
}

} // namespace
} // namespace dossier::ocr::net
