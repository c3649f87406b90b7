// Who says that China alone taxes them, against signs of another country (X29).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ADocument a_form()
{
    return ADocument{"customer_form"}
        .with("tax_residency", "仅为中国税收居民")
        .with("nationality", "中国")
        .with("address", "北京市朝阳区幸福路1号")
        .with("mobile", "13912345678");
}

CheckedDocument examined(const ADocument& form)
{
    ocr::DocumentType type;
    type.name = "customer_form";
    type.fields = {
        a_field("tax_residency"),
        a_field("nationality"),
        a_field("address"),
        a_field("mobile", "mobile"),
        a_field("phone", "phone")};
    type.cross_checks = {"tax_residency.indicia"};
    return form.examined({.types = {type}});
}

TEST(TaxResidency, IsNotDoubtedWhereAllSpeaksOfChina)
{
    EXPECT_THAT(codes(examined(a_form()).findings), IsEmpty());
    EXPECT_THAT(codes(examined(a_form().with("nationality", "CHN")).findings), IsEmpty());
}

TEST(TaxResidency, IsDoubtedWhereAnotherFieldSpeaksOfAnotherCountry)
{
    struct Sign {
        const char* field;
        const char* value;
    };

    for (const Sign& sign :
         {Sign{"nationality", "新加坡"},
          Sign{"nationality", "中国香港"},
          Sign{"address", "1 Raffles Place, Singapore"},
          Sign{"address", "香港九龙弥敦道1号"},
          Sign{"mobile", "+65 8123 4567"},
          Sign{"phone", "+852 2345 6789"}}) {
        const auto form = examined(a_form().with(sign.field, sign.value));
        EXPECT_THAT(codes(form.findings), ElementsAre("tax_residency.other_country")) << sign.value;
        EXPECT_THAT(form.findings.at(0).fields, ElementsAre("tax_residency", sign.field));
    }
}

TEST(TaxResidency, MayNameAnotherCountry)
{
    for (const char* residency :
         {"非居民", "既是中国税收居民又是其他国家(地区)税收居民", "新加坡"}) {
        const auto form = a_form().with("tax_residency", residency).with("nationality", "新加坡");
        EXPECT_THAT(codes(examined(form).findings), IsEmpty()) << residency;
    }
}

} // namespace

} // namespace dossier::verify
