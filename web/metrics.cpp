#include "web/metrics.h"

#include <fmt/format.h>

#include <algorithm>

namespace dossier::web {

namespace {

void add(std::string& out, std::string_view name, std::string_view help, std::string_view kind)
{
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, kind);
}

} // namespace

void Metrics::count_request(int status)
{
    ++requests_.at(static_cast<std::size_t>(std::clamp(status / 100, 0, 5)));
}

void Metrics::count_read(double seconds)
{
    ++read_;
    read_ms_ += static_cast<std::uint64_t>(seconds * 1000);
}

std::string Metrics::to_text(const std::optional<store::Counts>& counts) const
{
    std::string out;
    add(out, "dossier_requests_total", "HTTP requests answered, by class of status.", "counter");
    for (std::size_t i = 1; i < requests_.size(); ++i)
        out += fmt::format(
            "dossier_requests_total{{status=\"{}xx\"}} {}\n", i, requests_.at(i).load()
        );
    add(out,
        "dossier_originals_kept_total",
        "Files taken into the archive since the start.",
        "counter");
    out += fmt::format("dossier_originals_kept_total {}\n", kept_.load());
    add(out,
        "dossier_files_rejected_total",
        "Files refused at a hot folder since the start.",
        "counter");
    out += fmt::format("dossier_files_rejected_total {}\n", rejected_.load());
    add(out, "dossier_reads_total", "Files read since the start, by outcome.", "counter");
    out += fmt::format("dossier_reads_total{{outcome=\"read\"}} {}\n", read_.load());
    out += fmt::format("dossier_reads_total{{outcome=\"unreadable\"}} {}\n", unreadable_.load());
    add(out, "dossier_read_seconds_total", "Seconds spent reading files.", "counter");
    out += fmt::format(
        "dossier_read_seconds_total {:.3f}\n", static_cast<double>(read_ms_.load()) / 1000
    );
    add(out, "dossier_sealed", "1 while the archive is sealed.", "gauge");
    out += fmt::format("dossier_sealed {}\n", counts ? 0 : 1);
    if (!counts) return out;
    add(out,
        "dossier_originals",
        "Files in the archive by state (received: waiting to be read).",
        "gauge");
    out += fmt::format("dossier_originals{{state=\"received\"}} {}\n", counts->received);
    out += fmt::format("dossier_originals{{state=\"quarantined\"}} {}\n", counts->quarantined);
    add(out, "dossier_documents", "Documents in the archive by state.", "gauge");
    out += fmt::format("dossier_documents{{state=\"review\"}} {}\n", counts->review);
    out += fmt::format("dossier_documents{{state=\"rejected\"}} {}\n", counts->rejected);
    out += fmt::format("dossier_documents{{state=\"committed\"}} {}\n", counts->committed);
    return out;
}

std::string to_metrics(const store::IndexState& index)
{
    std::string out;
    add(out, "dossier_search_index_records", "Records whose texts are found.", "gauge");
    out += fmt::format("dossier_search_index_records {}\n", index.records);
    add(out, "dossier_search_index_left", "Entries of the index not read yet.", "gauge");
    out += fmt::format("dossier_search_index_left {}\n", index.left);
    add(out, "dossier_search_index_bytes", "Memory that the index holds.", "gauge");
    out += fmt::format("dossier_search_index_bytes {}\n", index.bytes);
    return out;
}

std::string to_metrics(const std::vector<ConnectorCount>& connectors)
{
    std::string out;
    if (connectors.empty()) return out;
    add(out, "dossier_external_checks_waiting", "Checks that wait for a service outside.", "gauge");
    for (const auto& one : connectors)
        out += fmt::format(
            "dossier_external_checks_waiting{{connector=\"{}\"}} {}\n", one.connector, one.waiting
        );
    add(out, "dossier_connector_paused", "1 while a failing service is left alone.", "gauge");
    for (const auto& one : connectors)
        out += fmt::format(
            "dossier_connector_paused{{connector=\"{}\"}} {}\n",
            one.connector,
            one.is_paused ? 1 : 0
        );
    return out;
}

} // namespace dossier::web
