#pragma once
// Builders for the tests of examine(): an identity card that is right, and what may go wrong on it.

#include "verify/examine.h"

#include "judging.h"
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace dossier::verify {

class ADocument {
public:
    explicit ADocument(std::string type)
    {
        document_.type = std::move(type);
        document_.type_confidence = 0.99;
    }

    ADocument& with(const std::string& name, const std::string& value, double confidence = 0.99)
    {
        ocr::Field& field = at(name);
        field.value = value;
        field.raw = value;
        field.confidence = confidence;
        return *this;
    }

    ADocument& without(const std::string& name)
    {
        std::erase_if(document_.fields, [&](const ocr::Field& f) { return f.name == name; });
        return *this;
    }

    /// The value was made well-formed from a raw text that was not.
    ADocument& repaired(const std::string& name, const std::string& raw)
    {
        at(name).repaired = true;
        at(name).raw = raw;
        return *this;
    }

    ADocument& of_certainty(double confidence)
    {
        document_.type_confidence = confidence;
        return *this;
    }

    [[nodiscard]] const ocr::Document& read() const { return document_; }

    [[nodiscard]] CheckedDocument
    examined(const ocr::TypeCatalog& types, const Thresholds& thresholds = {}) const
    {
        ocr::Reading reading;
        reading.documents = {document_};
        return examine(reading, types, a_day, thresholds).at(0);
    }

private:
    ocr::Field& at(const std::string& name)
    {
        const auto field = std::ranges::find(document_.fields, name, &ocr::Field::name);
        if (field != document_.fields.end()) return *field;
        document_.fields.push_back({});
        document_.fields.back().name = name;
        return document_.fields.back();
    }

    ocr::Document document_;
};

inline ocr::FieldType
a_field(const std::string& name, const std::string& rule = "", bool required = false)
{
    ocr::FieldType field;
    field.name = name;
    field.rule = rule;
    field.required = required;
    return field;
}

/// Types as samples/types/ has them, without what verify does not look at.
inline ocr::TypeCatalog the_types()
{
    ocr::DocumentType card;
    card.name = "id_card";
    card.fields = {
        a_field("name", "", true),
        a_field("sex"),
        a_field("birth_date", "date"),
        a_field("address"),
        a_field("id_number", "cn-id", true),
        a_field("valid_from", "date"),
        a_field("valid_to", "date")};
    card.cross_checks = {
        "id_number.birth_date",
        "id_number.sex",
        "id_number.address",
        "validity.term",
        "validity.expired"};

    ocr::DocumentType licence;
    licence.name = "business_licence";
    licence.fields = {
        a_field("uscc", "uscc", true),
        a_field("company_name"),
        a_field("company_type"),
        a_field("established_date", "date"),
        a_field("business_term_to", "date"),
        a_field("address")};
    licence.cross_checks = {
        "uscc.region", "established.past", "business_term.order", "company.form"};

    ocr::DocumentType form;
    form.name = "customer_form";
    form.fields = {
        a_field("id_number", "cn-id"),
        a_field("mobile", "mobile"),
        a_field("spouse_id_number", "cn-id"),
        a_field("agent_id_number", "cn-id"),
        a_field("address"),
        a_field("postcode", "postcode")};
    form.cross_checks = {
        "spouse.differs", "agent.differs", "postcode.address", "customer.guardian"};

    ocr::DocumentType passport;
    passport.name = "passport";
    for (const char* name :
         {"passport_number", "nationality", "sex", "birth_date", "expiry_date", "mrz1", "mrz2"}) {
        passport.fields.push_back(a_field(name));
    }
    passport.cross_checks = {
        "mrz.sound",
        "mrz.number",
        "mrz.birth_date",
        "mrz.expiry_date",
        "mrz.sex",
        "mrz.nationality"};

    ocr::DocumentType permit;
    permit.name = "residence_permit";
    permit.fields = {a_field("permit_number", "cn-id"), a_field("sex"), a_field("birth_date")};
    permit.cross_checks = {"permit_number.birth_date", "permit_number.sex"};
    return {.types = {card, licence, form, passport, permit}};
}

inline ADocument a_card()
{
    return ADocument{"id_card"}
        .with("name", "张三")
        .with("sex", "男")
        .with("birth_date", "1990-03-07")
        .with("address", "北京市朝阳区幸福路1号")
        .with("id_number", "11010519900307451X")
        .with("valid_from", "2016-03-07")
        .with("valid_to", "2036-03-07");
}

inline FieldStatus status_of(const CheckedDocument& document, const std::string& name)
{
    const auto field = std::ranges::find(document.fields, name, [](const CheckedField& f) {
        return f.field.name;
    });
    return field->status;
}

inline std::vector<std::string> names(const CheckedDocument& document)
{
    std::vector<std::string> result;
    for (const CheckedField& field : document.fields)
        result.push_back(field.field.name);
    return result;
}

} // namespace dossier::verify
