#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "documents.h"
#include <array>

namespace dossier::verify {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> doubts(const ADocument& document)
{
    return codes(document.examined(the_types()).findings);
}

TEST(BirthDate, IsTheSuspectWhenTheNumberIsProven)
{
    const auto card = a_card().with("birth_date", "1990-03-01").examined(the_types());
    EXPECT_THAT(codes(card.findings), ElementsAre("birth_date.differs_from_id_number"));
    EXPECT_THAT(card.findings.at(0).fields, ElementsAre("birth_date", "id_number"));
    EXPECT_EQ(status_of(card, "id_number"), FieldStatus::review);
}

TEST(BirthDate, IsBelievedOverANumberThatWasRepaired)
{
    const auto card = a_card()
                          .with("birth_date", "1990-03-01")
                          .repaired("id_number", "1101051990O307451X")
                          .examined(the_types());
    EXPECT_THAT(codes(card.findings), testing::Contains("id_number.differs_from_birth_date"));
}

TEST(BirthDate, IsBelievedOverANumberWithoutACheckDigit)
{
    const auto card = a_card().with("id_number", "110105900307451");
    EXPECT_THAT(doubts(card), IsEmpty());
    EXPECT_THAT(
        doubts(a_card().with("id_number", "110105910307451")),
        ElementsAre("id_number.differs_from_birth_date")
    );
}

TEST(BirthDate, IsNotMeasuredAgainstANumberThatIsWrongItself)
{
    EXPECT_THAT(
        doubts(a_card().with("id_number", "11010519910307451X")), ElementsAre("id_number.checksum")
    );
}

TEST(Sex, IsTheSuspectWhenTheNumberIsProven)
{
    EXPECT_THAT(doubts(a_card().with("sex", "女")), ElementsAre("sex.differs_from_id_number"));
}

TEST(ResidencePermit, IsMeasuredAgainstTheIdentityNumberItBears)
{
    auto permit = ADocument{"residence_permit"}.with("permit_number", "810000199408230021");
    EXPECT_THAT(doubts(permit.with("sex", "女").with("birth_date", "1994-08-23")), IsEmpty());
    EXPECT_THAT(
        doubts(permit.with("sex", "男").with("birth_date", "1993-08-23")),
        ElementsAre("birth_date.differs_from_id_number", "sex.differs_from_id_number")
    );
}

TEST(Sex, IsBelievedOverANumberThatWasRepaired)
{
    const auto card = a_card().with("sex", "女").repaired("id_number", "1101051990O307451X");
    EXPECT_THAT(doubts(card), ElementsAre("id_number.repaired", "id_number.differs_from_sex"));
}

struct Term {
    const char* birth;
    const char* from;
    const char* to;
};

ADocument card_of(const Term& term)
{
    return ADocument{"id_card"}
        .with("name", "张三")
        .with("id_number", "11010519491231002X")
        .with("valid_from", term.from)
        .with("valid_to", term.to)
        .with("birth_date", term.birth);
}

std::vector<std::string> term_doubts(const Term& term)
{
    ocr::TypeCatalog types = the_types();
    types.types.at(0).cross_checks = {"validity.term"};
    return codes(card_of(term).examined(types).findings);
}

TEST(Validity, FitsTheAgeOnTheFirstDay)
{
    constexpr auto fitting = std::to_array<Term>({
        {"1990-03-07", "2010-05-20", "2020-05-20"},
        {"1990-03-07", "2016-03-07", "2036-03-07"},
        {"1990-03-07", "2016-03-06", "2026-03-06"},
        {"1970-01-01", "2016-01-01", "长期"},
        {"1970-01-02", "2016-01-01", "2036-01-01"},
        {"2010-06-01", "2020-02-29", "2025-02-28"},
        {"2010-06-01", "2020-02-29", "2025-03-01"},
        {"2004-01-01", "2020-01-01", "2030-01-01"},
        {"2004-01-02", "2020-01-01", "2025-01-01"},
    });
    for (const Term& term : fitting)
        EXPECT_THAT(term_doubts(term), IsEmpty()) << term.birth << term.to;
}

TEST(Validity, IsDoubtedWhenItDoesNot)
{
    constexpr auto unfit = std::to_array<Term>({
        {"1990-03-07", "2010-05-20", "2030-05-20"},
        {"1990-03-07", "2010-05-20", "长期"},
        {"1970-01-01", "2016-01-01", "2036-01-01"},
        {"2010-06-01", "2020-05-01", "2030-05-01"},
        {"1990-03-07", "2010-05-20", "2020-05-02"},
    });
    for (const Term& term : unfit) {
        EXPECT_THAT(term_doubts(term), ElementsAre("valid_to.term_unfit")) << term.birth << term.to;
    }
}

TEST(Validity, EndsAfterItBeginsAndBeginsAfterBirth)
{
    EXPECT_THAT(
        term_doubts({"1990-03-07", "2010-05-20", "2010-05-20"}),
        ElementsAre("valid_to.not_after_start")
    );
    EXPECT_THAT(
        term_doubts({"1990-03-07", "1989-01-01", "1999-01-01"}),
        ElementsAre("valid_from.before_birth")
    );
}

TEST(Validity, SuspectsTheLeastCertainDateFirst)
{
    const auto card = a_card().with("valid_to", "2026-03-07").with("valid_from", "2016-03-07", 0.4);
    EXPECT_THAT(
        card.examined(the_types()).findings.at(0).fields, ElementsAre("valid_from", "valid_to")
    );
}

TEST(Validity, SuspectsTheBirthDateOnlyWhenNoNumberRepeatsIt)
{
    const auto card = card_of({"1990-03-07", "2010-05-20", "2030-05-20"});
    ocr::TypeCatalog types = the_types();
    types.types.at(0).cross_checks = {"validity.term"};
    EXPECT_THAT(
        card.examined(types).findings.at(0).fields,
        ElementsAre("valid_to", "valid_from", "birth_date")
    );
}

TEST(Validity, LastsThroughItsLastDay)
{
    const auto ending = [](const char* to) {
        return a_card()
            .with("valid_from", "2006-11-22")
            .with("birth_date", "1990-03-07")
            .with("valid_to", to);
    };
    EXPECT_THAT(doubts(ending("2016-11-22")), ElementsAre("valid_to.expired"));
    EXPECT_THAT(
        doubts(a_card().with("valid_from", "2006-11-22").with("valid_to", "2026-11-22")),
        ElementsAre("valid_to.term_unfit")
    );
}

ADocument a_licence()
{
    return ADocument{"business_licence"}
        .with("uscc", "91310115MA1K3A5B2G")
        .with("address", "上海市浦东新区世纪大道1号")
        .with("established_date", "2016-05-01");
}

TEST(Licence, IsCleanWhenCodeAndAddressAgree)
{
    EXPECT_THAT(doubts(a_licence()), IsEmpty());
}

TEST(Licence, IsDoubtedWhenTheAddressNamesAnotherProvince)
{
    EXPECT_THAT(
        doubts(a_licence().with("address", "江苏省南京市中山路1号")),
        ElementsAre("address.region_differs")
    );
}

TEST(Licence, IsNotDoubtedForAnAddressThatNamesNoProvince)
{
    EXPECT_THAT(doubts(a_licence().with("address", "北京路1号")), IsEmpty());
}

TEST(Licence, IsDoubtedWhenTheCompanyIsYetToBeFounded)
{
    EXPECT_THAT(
        doubts(a_licence().with("established_date", "2026-11-23")),
        ElementsAre("established_date.in_future")
    );
    EXPECT_THAT(doubts(a_licence().with("established_date", "2026-11-22")), IsEmpty());
}

TEST(Form, DoesNotTakeTheCustomerForSpouseOrAgent)
{
    const auto form = ADocument{"customer_form"}
                          .with("id_number", "11010519900307451X")
                          .with("spouse_id_number", "11010519900307451X")
                          .with("agent_id_number", "11010519900307451X");
    EXPECT_THAT(
        doubts(form),
        ElementsAre("spouse_id_number.same_as_customer", "agent_id_number.same_as_customer")
    );
}

TEST(Form, ComparesThePostcodeWithTheProvinceOfTheAddress)
{
    const auto form = [](const char* address) {
        return ADocument{"customer_form"}.with("postcode", "100020").with("address", address);
    };
    EXPECT_THAT(doubts(form("北京市朝阳区幸福路1号")), IsEmpty());
    EXPECT_THAT(doubts(form("河北省保定市1号")), ElementsAre("postcode.postcode_differs"));
}

ADocument a_passport()
{
    return ADocument{"passport"}
        .with("passport_number", "E12345678")
        .with("nationality", "CHN")
        .with("sex", "男")
        .with("birth_date", "1990-03-07")
        .with("expiry_date", "2032-03-06")
        .with("mrz1", "POCHNZHANG<<SANFENG<<<<<<<<<<<<<<<<<<<<<<<<<")
        .with("mrz2", "E123456782CHN9003071M3203064<<<<<<<<<<<<<<<6");
}

TEST(PassportFields, AreCleanWhenTheyAgreeWithTheZone)
{
    EXPECT_THAT(doubts(a_passport()), IsEmpty());
}

TEST(PassportFields, AreTheSuspectsWhenTheZoneIsProven)
{
    EXPECT_THAT(
        doubts(a_passport()
                   .with("passport_number", "E12345679")
                   .with("nationality", "CAN")
                   .with("sex", "女")
                   .with("birth_date", "1990-03-01")
                   .with("expiry_date", "2032-03-08")),
        ElementsAre(
            "passport_number.differs_from_mrz",
            "birth_date.differs_from_mrz",
            "expiry_date.differs_from_mrz",
            "sex.differs_from_mrz",
            "nationality.differs_from_mrz"
        )
    );
}

TEST(PassportFields, AreNotMeasuredAgainstAZoneThatIsWrongItself)
{
    const auto passport =
        a_passport().with("sex", "女").with("mrz2", "E123456782CHN9003071M3203064<<<<<<<<<<<<<<<7");
    EXPECT_THAT(doubts(passport), ElementsAre("mrz2.not_sound"));
}

ADocument a_licence(const char* code, const char* name, const char* type)
{
    return ADocument{"business_licence"}
        .with("uscc", code)
        .with("company_name", name)
        .with("company_type", type);
}

TEST(CompanyForm, FitsTheCodeAndTheName)
{
    const char* enterprise = "91310115MA1K3A5B2G";
    EXPECT_THAT(
        doubts(a_licence(enterprise, "上海某某有限公司", "有限责任公司（自然人独资）")), IsEmpty()
    );
    EXPECT_THAT(
        doubts(a_licence(enterprise, "上海某某股份有限公司", "股份有限公司（非上市）")), IsEmpty()
    );
    EXPECT_THAT(doubts(a_licence("92440305MA5F7C2Y1N", "某某商店", "个体工商户")), IsEmpty());
    EXPECT_THAT(doubts(a_licence("93370102MA3C0B1D6A", "某某合作社", "农民专业合作社")), IsEmpty());
}

TEST(CompanyForm, IsDoubtedWhereItContradictsTheCode)
{
    for (const auto& [code, type] :
         {std::pair{"91310115MA1K3A5B2G", "个体工商户"},
          {"92440305MA5F7C2Y1N", "有限责任公司"},
          {"93370102MA3C0B1D6A", "有限责任公司"}}) {
        const auto licence = a_licence(code, "某某商店", type).examined(the_types());
        EXPECT_THAT(codes(licence.findings), ElementsAre("company_type.form_differs")) << code;
        EXPECT_THAT(licence.findings.at(0).fields, ElementsAre("company_type", "uscc"));
    }
}

TEST(CompanyForm, IsDoubtedWhereItContradictsTheName)
{
    const auto licence = a_licence("91310115MA1K3A5B2G", "上海某某股份有限公司", "有限责任公司")
                             .examined(the_types());
    EXPECT_THAT(codes(licence.findings), ElementsAre("company_type.form_differs"));
    EXPECT_THAT(licence.findings.at(0).fields, ElementsAre("company_type", "company_name"));
}

TEST(BusinessTerm, EndsAfterTheFounding)
{
    const auto licence = a_licence("91310115MA1K3A5B2G", "上海某某有限公司", "有限责任公司")
                             .with("established_date", "2016-05-04");
    EXPECT_THAT(doubts(ADocument{licence}.with("business_term_to", "2036-05-03")), IsEmpty());
    EXPECT_THAT(doubts(ADocument{licence}.with("business_term_to", "长期")), IsEmpty());
    EXPECT_THAT(
        doubts(ADocument{licence}.with("business_term_to", "2006-05-03")),
        ElementsAre("business_term_to.not_after_start")
    );
}

TEST(Guardian, IsWantedForACustomerUnderSixteen)
{
    const auto child = ADocument{"customer_form"}.with("id_number", "110105201202283015");
    const auto form = child.examined(the_types());
    EXPECT_THAT(codes(form.findings), ElementsAre("agent_id_number.guardian_missing"));
    EXPECT_THAT(doubtful_fields(form), ElementsAre("id_number"));
    EXPECT_THAT(doubts(ADocument{child}.with("agent_id_number", "11010519900307451X")), IsEmpty());
}

TEST(Guardian, OfSixteenAndSeventeenIsOnlyANote)
{
    const auto form =
        ADocument{"customer_form"}.with("id_number", "110105200811233019").examined(the_types());
    EXPECT_THAT(codes(form.findings), ElementsAre("id_number.minor"));
    EXPECT_THAT(doubtful_fields(form), IsEmpty());
    EXPECT_THAT(
        doubts(ADocument{"customer_form"}.with("id_number", "110105200811223013")), IsEmpty()
    );
}

} // namespace

} // namespace dossier::verify
