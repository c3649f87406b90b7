#include "capture/manifest/draft.h"

#include <nlohmann/json.hpp>

namespace dossier::capture {

namespace {

/// Takes nlohmann's events straight into a draft, so that nothing is built that is not wanted:
/// `{"name": …, "sheets": …, "sides": …, "type": …, "files": [{"name": …, "sha256": …}, …]}`.
class ManifestEvents : public nlohmann::json_sax<nlohmann::json> {
public:
    explicit ManifestEvents(ManifestDraft& draft, std::size_t size) : draft_(draft), size_(size) {}

    [[nodiscard]] std::optional<ManifestProblem> problem() const { return problem_; }

    bool null() override { return fail(ManifestProblem::malformed); }

    bool boolean(bool /*value*/) override { return fail(ManifestProblem::malformed); }

    bool number_float(double /*value*/, const std::string& /*text*/) override
    {
        return fail(ManifestProblem::bad_fact);
    }

    bool binary(binary_t& /*value*/) override { return fail(ManifestProblem::malformed); }

    bool number_integer(std::int64_t value) override { return take_number(std::to_string(value)); }

    bool number_unsigned(std::uint64_t value) override
    {
        return take_number(std::to_string(value));
    }

    bool string(std::string& value) override
    {
        if (place_ == Place::batch) {
            if (key_ == "sheets" || key_ == "sides") return fail(ManifestProblem::bad_fact);
            return took(draft_.set_fact(key_, value));
        }
        if (place_ != Place::file) return fail(ManifestProblem::malformed);
        auto& target = key_ == "name" ? name_ : sha256_;
        if (target) return fail(ManifestProblem::repeated_word);
        target = std::move(value);
        return true;
    }

    bool key(std::string& value) override
    {
        key_ = std::move(value);
        if (place_ == Place::file && key_ != "name" && key_ != "sha256")
            return fail(ManifestProblem::unknown_word);
        return true;
    }

    bool start_object(std::size_t /*elements*/) override
    {
        if (place_ == Place::outside)
            place_ = Place::batch;
        else if (place_ == Place::files)
            place_ = Place::file;
        else
            return fail(ManifestProblem::malformed);
        return true;
    }

    bool end_object() override
    {
        if (place_ == Place::batch) {
            place_ = Place::outside;
            return true;
        }
        place_ = Place::files;
        const bool good = took(draft_.add_file(name_.value_or(""), sha256_.value_or("")));
        name_.reset();
        sha256_.reset();
        return good;
    }

    bool start_array(std::size_t /*elements*/) override
    {
        if (place_ != Place::batch || key_ != "files") return fail(ManifestProblem::malformed);
        if (has_files_) return fail(ManifestProblem::repeated_word);
        has_files_ = true;
        place_ = Place::files;
        return true;
    }

    bool end_array() override
    {
        place_ = Place::batch;
        return true;
    }

    bool parse_error(
        std::size_t position, const std::string& /*token*/, const nlohmann::detail::exception& /*e*/
    ) override
    {
        return fail(position > size_ ? ManifestProblem::ended : ManifestProblem::malformed);
    }

private:
    enum class Place { outside, batch, files, file };

    bool take_number(const std::string& digits)
    {
        if (place_ != Place::batch) return fail(ManifestProblem::malformed);
        if (key_ == "name" || key_ == "type") return fail(ManifestProblem::bad_fact);
        return took(draft_.set_fact(key_, digits));
    }

    bool took(const tl::expected<void, ManifestProblem>& step)
    {
        return step || fail(step.error());
    }

    bool fail(ManifestProblem problem)
    {
        problem_ = problem;
        return false;
    }

    ManifestDraft& draft_;
    std::size_t size_;
    Place place_ = Place::outside;
    bool has_files_ = false;
    std::string key_;
    std::optional<std::string> name_;
    std::optional<std::string> sha256_;
    std::optional<ManifestProblem> problem_;
};

} // namespace

tl::expected<void, ManifestError> read_json_manifest(std::string_view text, ManifestDraft& draft)
{
    ManifestEvents events(draft, text.size());
    if (nlohmann::json::sax_parse(text, &events)) return {};
    return tl::unexpected(ManifestError{events.problem().value_or(ManifestProblem::malformed), 0});
}

} // namespace dossier::capture
