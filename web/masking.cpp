#include "web/masking.h"

#include <algorithm>

namespace dossier::web {

namespace {

using verify::Masking;

void mask_text(Json& field, const char* key, Masking masking)
{
    if (const auto text = field.find(key); text != field.end() && text->is_string())
        *text = verify::masked(text->get<std::string>(), masking);
}

/// What the reader saw says the value as well as the value does.
void mask_field(Json& field, Masking masking)
{
    mask_text(field, "value", masking);
    mask_text(field, "raw", masking);
    mask_text(field, "as_read", masking);
    for (const auto* list : {"alternatives", "sightings"})
        if (field.contains(list)) field[list] = Json::array();
}

} // namespace

bool is_identifying(const ocr::FieldType& field)
{
    return field.sensitivity == "c3";
}

Masking masking_of(const ocr::FieldType& field)
{
    using ocr::Grammar;
    if (field.rule == "bank-card" || field.name == "account_number") return Masking::account;
    switch (field.grammar) {
    case Grammar::cn_id: return Masking::identity_number;
    case Grammar::mobile: return Masking::mobile;
    case Grammar::phone: return Masking::phone;
    case Grammar::email: return Masking::email;
    case Grammar::name:
    case Grammar::latin_name: return Masking::name;
    case Grammar::date:
    case Grammar::date_range:
    case Grammar::short_date: return Masking::date;
    case Grammar::mrz:
    case Grammar::month: return Masking::whole;
    default: return field.name == "address" ? Masking::address : Masking::other;
    }
}

void mask_fields(Json& body, const ocr::DocumentType* type, Masked which)
{
    for (auto& field : body["fields"]) {
        const ocr::FieldType* known = nullptr;
        if (type != nullptr) {
            const auto name = field["name"].get<std::string>();
            const auto found = std::ranges::find(type->fields, name, &ocr::FieldType::name);
            if (found != type->fields.end()) known = &*found;
        }
        const bool is_asked = which == Masked::but_disputed && !field["discrepancy_id"].is_null();
        const bool is_masked = !is_asked && (known == nullptr || is_identifying(*known));
        field["masked"] = is_masked;
        if (!is_masked) continue;
        mask_field(field, known == nullptr ? Masking::whole : masking_of(*known));
        if (body.contains("announced")) body["announced"].erase(field["name"].get<std::string>());
    }
}

} // namespace dossier::web
