#include "web/once.h"

#include "web/clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace dossier::web {

namespace {

constexpr std::string_view shape = "{:<36} {:<18} {:>9} {:>11} {:>8}";

std::vector<store::Original> all_originals(store::Store& store)
{
    std::vector<store::Original> out;
    std::string cursor;
    do {
        auto listing = store.originals(store::whole_site, std::nullopt, cursor, 200);
        std::move(listing.items.begin(), listing.items.end(), std::back_inserter(out));
        cursor = listing.next_cursor;
    } while (!cursor.empty());
    std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        return a.source_name < b.source_name;
    });
    return out;
}

std::string
row(const std::string& name,
    const std::string& type,
    std::string_view accepted,
    std::string_view review,
    std::optional<double> seconds)
{
    return fmt::format(
        shape, name, type, accepted, review, seconds ? fmt::format("{:.2f}", *seconds) : "-"
    );
}

} // namespace

void ReadTimes::note(const store::OriginalId& id, double seconds)
{
    const std::lock_guard lock{mutex_};
    seconds_[id] += seconds;
}

std::optional<double> ReadTimes::find(const store::OriginalId& id) const
{
    const std::lock_guard lock{mutex_};
    const auto found = seconds_.find(id);
    return found == seconds_.end() ? std::nullopt : std::optional{found->second};
}

int print_table(
    store::Store& store, const ReadTimes& times, const std::function<void(const std::string&)>& say
)
{
    int code = 0;
    say(fmt::format(shape, "file", "type", "accepted", "for person", "seconds"));
    for (const auto& original : all_originals(store)) {
        const auto seconds = times.find(original.id);
        if (original.state == store::OriginalState::quarantined) {
            code = 1;
            say(
                row(original.source_name,
                    original.reason ? original.reason->code : "unreadable",
                    "-",
                    "-",
                    seconds)
            );
        }
        for (const auto& id : original.documents) {
            const auto document = store.view_document(id, store::system_actor(), now());
            if (!document) continue;
            const auto& fields = document->checked.fields;
            const auto accepted =
                std::count_if(fields.begin(), fields.end(), [](const auto& field) {
                    return field.status == verify::FieldStatus::accepted;
                });
            say(
                row(original.source_name,
                    document->checked.type,
                    std::to_string(accepted),
                    std::to_string(static_cast<std::ptrdiff_t>(fields.size()) - accepted),
                    seconds)
            );
        }
    }
    return code;
}

} // namespace dossier::web
