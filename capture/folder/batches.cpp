#include "capture/folder/batches.h"

#include <fmt/format.h>

#include <algorithm>

namespace dossier::capture {

namespace {

/// `3: a.tif, b.tif, …`
std::string listed(const std::vector<std::string>& names)
{
    constexpr std::size_t most_named = 20;
    std::string text = fmt::format("{}:", names.size());
    for (std::size_t i = 0; i < std::min(names.size(), most_named); ++i)
        text += (i == 0 ? " " : ", ") + names[i];
    return names.size() > most_named ? text + ", …" : text;
}

void check_file(Inbox& inbox, const ManifestFile& file, Instant now, BatchState& state)
{
    Seen* const seen = inbox.find(file.name);
    if (seen == nullptr) {
        state.missing.push_back(file.name);
        return;
    }
    state.last_change = std::max(state.last_change, seen->since);
    switch (inbox.look_at_batch_file(file.name, *seen, now)) {
    case Verdict::wait: state.unready.push_back(file.name); return;
    case Verdict::take: break;
    case Verdict::refuse:
        state.unfit = file.name;
        state.unfit_reason = seen->refusal;
        return;
    }
    if (seen->sha256 != file.sha256) {
        state.altered.push_back(file.name);
    } else if (seen->refusal) {
        state.unfit = file.name;
        state.unfit_reason = seen->refusal;
    } else {
        state.good.push_back({file.name, seen->stat});
    }
}

} // namespace

BatchState check_batch(Inbox& inbox, const Seen& manifest, Instant now)
{
    BatchState state;
    state.last_change = manifest.since;
    for (const ManifestFile& file : manifest.manifest->files)
        check_file(inbox, file, now, state);
    state.is_complete = state.good.size() == manifest.manifest->files.size();
    return state;
}

Refusal batch_refusal(const BatchState& state)
{
    if (state.unfit_reason)
        return {
            "batch_file_refused",
            fmt::format(
                "整批退回：文件 {} 不能接收。 The whole batch is returned: {} cannot be taken. {}",
                state.unfit,
                state.unfit,
                state.unfit_reason->message
            )};
    std::string chinese;
    std::string english;
    const auto add = [&](std::string_view zh, std::string_view en, const auto& names) {
        if (names.empty()) return;
        chinese += fmt::format("；{} {}", zh, listed(names));
        english += fmt::format("; {} {}", en, listed(names));
    };
    add("缺少", "missing", state.missing);
    add("SHA-256 不符", "SHA-256 differs", state.altered);
    add("未写完或无法读取", "not whole or not readable", state.unready);
    return {
        "batch_incomplete",
        fmt::format(
            "整批退回：等候期内没有收齐{}。 The whole batch is returned: it did not become "
            "complete "
            "in time{}.",
            chinese,
            english
        )};
}

} // namespace dossier::capture
