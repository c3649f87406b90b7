// The page to read first: what happens to a document between reading and review.

#include "verify/examine.h"

#include "verify/cross/between.h"
#include "verify/cross/cross_checks.h"
#include "verify/rules/rules.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace dossier::verify {

namespace {

struct CrossCheck {
    std::string_view name;
    CrossCheckFunction judge = nullptr;
};

/// The catalogue that DocumentType::cross_checks chooses from.
constexpr auto cross_check_list = std::to_array<CrossCheck>({
    {"id_number.birth_date", id_number_birth_date},
    {"id_number.sex", id_number_sex},
    {"permit_number.birth_date", permit_number_birth_date},
    {"permit_number.sex", permit_number_sex},
    {"id_number.address", id_number_address},
    {"spouse.differs", spouse_differs},
    {"agent.differs", agent_differs},
    {"customer.guardian", customer_guardian},
    {"validity.term", validity_term},
    {"validity.order", validity_order},
    {"validity.expired", validity_expired},
    {"uscc.region", uscc_region},
    {"established.past", established_past},
    {"company.form", company_form},
    {"business_term.order", business_term_order},
    {"capital.words", capital_words},
    {"postcode.address", postcode_address},
    {"issuing_authority.address", issuing_authority_address},
    {"card.bank", card_bank},
    {"card.kind", card_kind},
    {"account.kind", account_kind},
    {"tax_residency.indicia", tax_residency_indicia},
    {"mrz.sound", mrz_sound},
    {"mrz.number", mrz_number},
    {"mrz.birth_date", mrz_birth_date},
    {"mrz.expiry_date", mrz_expiry_date},
    {"mrz.sex", mrz_sex},
    {"mrz.nationality", mrz_nationality},
    {"name.reading", name_reading},
});

constexpr auto cross_check_names = [] {
    std::array<std::string_view, cross_check_list.size()> names{};
    std::ranges::transform(cross_check_list, names.begin(), &CrossCheck::name);
    return names;
}();

CrossCheckFunction find_cross_check(std::string_view name)
{
    const auto check = std::ranges::find(cross_check_list, name, &CrossCheck::name);
    return check == cross_check_list.end() ? nullptr : check->judge;
}

const ocr::DocumentType* find_type(const ocr::TypeCatalog& types, std::string_view name)
{
    const auto type = std::ranges::find(types.types, name, &ocr::DocumentType::name);
    return type == types.types.end() ? nullptr : &*type;
}

template <Code code>
Finding finding_on(std::string_view owner, Severity severity, std::vector<std::string> fields)
{
    return finding_of(owner, {&message_of<code>(), severity, {}}, std::move(fields));
}

bool has_value(const std::vector<ocr::Field>& fields, const std::string& name)
{
    return std::ranges::any_of(fields, [&](const ocr::Field& field) {
        return field.name == name && !field.value.empty();
    });
}

/// A required field is wanted unless it stands on a side of a card that was not scanned: nothing of
/// that side was read, but something of another.
bool is_wanted(
    const ocr::FieldType& wanted,
    const ocr::DocumentType& type,
    const std::vector<ocr::Field>& fields
)
{
    if (!wanted.required || wanted.side.empty()) return wanted.required;
    bool other_side_seen = false;
    for (const ocr::FieldType& field_type : type.fields) {
        if (field_type.side.empty() || !has_value(fields, field_type.name)) continue;
        if (field_type.side == wanted.side) return true;
        other_side_seen = true;
    }
    return !other_side_seen;
}

/// Whose values they are: as the machine read them, or after a person changed some.
enum class Source { machine, person };

/// A check digit vouches for a reading only if it holds for what was printed, not for what choosing
/// alternatives made of it.
bool is_vouched(
    const Rule& rule,
    const Ruling& ruling,
    const ocr::Field& field,
    Source source,
    Evidence& evidence
)
{
    if (!ruling.proven || ruling.has(Severity::confirm)) return false;
    if (source == Source::person) return true;
    return !field.repaired && rule.judge(field.raw, evidence.today).normal == field.value;
}

/// One document on its way through the checks.
class Examination {
public:
    Examination(
        const ocr::DocumentType& type,
        const std::vector<ocr::Field>& fields,
        std::chrono::year_month_day today,
        Source source
    )
        : type_(type),
          fields_(fields),
          source_(source)
    {
        evidence_.today = today;
    }

    std::vector<Finding> run()
    {
        for (const ocr::FieldType& field_type : type_.fields)
            judge_field(field_type);
        for (const std::string& name : type_.cross_checks)
            cross_check(name);
        return std::move(findings_);
    }

    [[nodiscard]] bool is_vouched_for(std::string_view field) const
    {
        const Witness* witness = evidence_.find(field);
        return witness != nullptr && witness->vouched;
    }

private:
    void judge_field(const ocr::FieldType& field_type)
    {
        const auto field = std::ranges::find(fields_, field_type.name, &ocr::Field::name);
        if (field == fields_.end() || field->value.empty()) {
            if (is_wanted(field_type, type_, fields_)) {
                note<"missing">(field_type.name, Severity::confirm);
            }
            return;
        }
        if (field->repaired && source_ == Source::machine) {
            note<"repaired">(field->name, Severity::info);
        }
        Witness witness{.value = field->value, .confidence = field->confidence, .facts = {}};
        if (!field_type.rule.empty()) judge_by_rule(field_type.rule, *field, witness);
        evidence_.fields.insert_or_assign(field->name, std::move(witness));
    }

    void judge_by_rule(const std::string& kind, const ocr::Field& field, Witness& witness)
    {
        const Rule* rule = find_rule(kind);
        if (rule == nullptr) return note<"rule_unknown">(field.name, Severity::confirm);
        Ruling ruling = rule->judge(field.value, evidence_.today);
        for (const Remark& remark : ruling.remarks) {
            findings_.push_back(finding_of(field.name, remark, {field.name}));
        }
        witness.sound = !ruling.has(Severity::error);
        witness.vouched = is_vouched(*rule, ruling, field, source_, evidence_);
        witness.facts = std::move(ruling.facts);
    }

    void cross_check(const std::string& name)
    {
        const CrossCheckFunction judge = find_cross_check(name);
        if (judge == nullptr) {
            findings_.push_back(finding_on<"cross_check_unknown">("document", Severity::confirm, {})
            );
        } else if (auto finding = judge(evidence_)) {
            findings_.push_back(*std::move(finding));
        }
    }

    template <Code code>
    void note(const std::string& field, Severity severity)
    {
        findings_.push_back(finding_on<code>(field, severity, {field}));
    }

    const ocr::DocumentType& type_;
    const std::vector<ocr::Field>& fields_;
    Source source_;
    Evidence evidence_;
    std::vector<Finding> findings_;
};

bool is_doubt(const Finding& finding)
{
    return finding.severity != Severity::info;
}

bool concerns_document(const Finding& finding)
{
    return is_doubt(finding) && finding.fields.empty();
}

/// The fields to show, in the type's order: what was read and what is required; then whatever else
/// the reader gave, so that nothing read is lost.
std::vector<ocr::Field> fields_to_show(const ocr::DocumentType& type, const ocr::Document& document)
{
    std::vector<ocr::Field> shown;
    for (const ocr::FieldType& field_type : type.fields) {
        const auto read = std::ranges::find(document.fields, field_type.name, &ocr::Field::name);
        if (read != document.fields.end() && !read->value.empty()) {
            shown.push_back(*read);
        } else if (is_wanted(field_type, type, document.fields)) {
            ocr::Field missing{};
            missing.name = field_type.name;
            shown.push_back(std::move(missing));
        }
    }
    for (const ocr::Field& field : document.fields) {
        const auto known = std::ranges::find(type.fields, field.name, &ocr::FieldType::name);
        if (known == type.fields.end() && !field.value.empty()) shown.push_back(field);
    }
    return shown;
}

bool is_known(const ocr::DocumentType& type, const std::string& field)
{
    return std::ranges::find(type.fields, field, &ocr::FieldType::name) != type.fields.end();
}

bool has_drifted(const Thresholds& thresholds, const std::string& type, const Lane& lane)
{
    const auto drifted = thresholds.drifted.find(type);
    return drifted != thresholds.drifted.end() && drifted->second.contains(lane);
}

/// Whether a document in which nothing is doubtful needs no person.
bool passes_whole(const Thresholds& thresholds, const std::string& type)
{
    if (!thresholds.learnt) return true;
    const auto learnt = thresholds.learnt->find(type);
    return learnt != thresholds.learnt->end() && learnt->second.passes_whole;
}

/// Accepts the fields that may pass, and says so where corrections of one have become frequent.
void decide(CheckedDocument& document, const Thresholds& thresholds)
{
    for (CheckedField& checked : document.fields) {
        if (checked.standing == Standing::doubted) continue;
        const Lane lane{
            .field = checked.field.name, .vouched = checked.standing == Standing::vouched};
        const auto least = least_confidence(thresholds, document.type, lane);
        if (least && checked.field.confidence >= *least) checked.status = FieldStatus::accepted;
        if (has_drifted(thresholds, document.type, lane)) {
            document.findings.push_back(
                finding_on<"drifted">(lane.field, Severity::info, {lane.field})
            );
        }
    }
    if (doubtful_fields(document).empty() && !passes_whole(thresholds, document.type)) {
        document.findings.push_back(finding_on<"unproven">("document", Severity::confirm, {}));
    }
}

CheckedDocument examine_document(
    const ocr::Document& document,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today,
    const Thresholds& thresholds
)
{
    CheckedDocument checked{
        .type = document.type,
        .type_version = document.type_version,
        .type_confidence = document.type_confidence,
        .pages = document.pages,
        .fields = {},
        .findings = {},
        .pairs = document.pairs};
    const ocr::DocumentType* type = find_type(types, document.type);
    if (type == nullptr) {
        checked.findings.push_back(finding_on<"type_unknown">("document", Severity::confirm, {}));
        for (const ocr::Field& field : document.fields) {
            checked.fields.push_back({.field = field});
        }
        return checked;
    }

    Examination examination{*type, document.fields, today, Source::machine};
    checked.findings = examination.run();
    if (document.type_confidence < thresholds.type) {
        checked.findings.push_back(finding_on<"type_uncertain">("document", Severity::confirm, {}));
    }
    const bool document_doubted = std::ranges::any_of(checked.findings, concerns_document);
    for (ocr::Field& field : fields_to_show(*type, document)) {
        const bool doubted = document_doubted || !is_known(*type, field.name) ||
                             field.value.empty() || field.repaired ||
                             is_doubted(checked.findings, field.name);
        const Standing sound =
            examination.is_vouched_for(field.name) ? Standing::vouched : Standing::plain;
        checked.fields.push_back(
            {.field = std::move(field), .standing = doubted ? Standing::doubted : sound}
        );
    }
    decide(checked, thresholds);
    return checked;
}

} // namespace

std::optional<double>
least_confidence(const Thresholds& thresholds, const std::string& type, const Lane& lane)
{
    if (has_drifted(thresholds, type, lane)) return {};
    if (!thresholds.learnt) return lane.vouched ? thresholds.proven : thresholds.accept;
    const auto learnt = thresholds.learnt->find(type);
    if (learnt == thresholds.learnt->end()) return {};
    const auto least = learnt->second.least.find(lane);
    return least == learnt->second.least.end() ? std::nullopt : std::optional{least->second};
}

bool is_doubted(std::span<const Finding> findings, const std::string& field)
{
    return std::ranges::any_of(findings, [&](const Finding& finding) {
        return is_doubt(finding) &&
               std::ranges::find(finding.fields, field) != finding.fields.end();
    });
}

const CheckedField* CheckedDocument::find_field(std::string_view name) const
{
    const auto found = std::ranges::find_if(fields, [&](const CheckedField& checked) {
        return checked.field.name == name;
    });
    return found == fields.end() ? nullptr : &*found;
}

std::string CheckedDocument::value_of(std::string_view name) const
{
    const CheckedField* checked = find_field(name);
    return checked == nullptr ? std::string{} : checked->field.value;
}

CheckedField* CheckedDocument::find_field(std::string_view name)
{
    return const_cast<CheckedField*>(std::as_const(*this).find_field(name));
}

std::vector<CheckedDocument> examine(
    const ocr::Reading& reading,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today,
    const Thresholds& thresholds
)
{
    std::vector<CheckedDocument> checked;
    checked.reserve(reading.documents.size());
    for (const ocr::Document& document : reading.documents) {
        checked.push_back(examine_document(document, types, today, thresholds));
    }
    compare_documents(checked);
    return checked;
}

std::vector<Finding> recheck(
    const CheckedDocument& document,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
)
{
    const ocr::DocumentType* type = find_type(types, document.type);
    if (type == nullptr) return {finding_on<"type_unknown">("document", Severity::confirm, {})};
    std::vector<ocr::Field> fields;
    for (const CheckedField& checked : document.fields) {
        fields.push_back(checked.field);
        fields.back().confidence = 1.0;
    }
    std::vector<Finding> findings = Examination{*type, fields, today, Source::person}.run();
    std::ranges::move(findings_between(document), std::back_inserter(findings));
    return findings;
}

std::vector<std::string> doubt_contradicted(CheckedDocument& document)
{
    std::vector<std::string> names;
    for (CheckedField& checked : document.fields) {
        if (checked.status != FieldStatus::accepted) continue;
        if (!is_doubted(document.findings, checked.field.name)) continue;
        checked.doubt();
        names.push_back(checked.field.name);
    }
    return names;
}

const Finding* broken_rule(std::span<const Finding> findings, std::string_view field)
{
    const auto found = std::ranges::find_if(findings, [&](const Finding& finding) {
        return finding.severity == Severity::error &&
               std::ranges::find(finding.fields, field) != finding.fields.end();
    });
    return found == findings.end() ? nullptr : &*found;
}

std::vector<std::string> doubtful_fields(const CheckedDocument& document)
{
    std::vector<std::string> names;
    if (std::ranges::any_of(document.findings, concerns_document)) names.emplace_back();
    for (const CheckedField& checked : document.fields) {
        if (checked.status == FieldStatus::review) names.push_back(checked.field.name);
    }
    return names;
}

std::span<const std::string_view> cross_checks()
{
    return cross_check_names;
}

} // namespace dossier::verify
