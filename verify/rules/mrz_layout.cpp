#include "verify/rules/mrz_layout.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

constexpr const MessageRow* number = &message_of<"mrz_number">();
constexpr const MessageRow* birth = &message_of<"mrz_birth_date">();
constexpr const MessageRow* expiry = &message_of<"mrz_expiry_date">();
constexpr const MessageRow* optional_data = &message_of<"mrz_optional">();
constexpr const MessageRow* renewals = &message_of<"mrz_renewals">();
constexpr const MessageRow* holder_id = &message_of<"mrz_holder_id">();
constexpr const MessageRow* composite = &message_of<"mrz_composite">();

// Passports: 2 x 44.
constexpr std::array td3_number{Range{44, 9}};
constexpr std::array td3_birth{Range{57, 6}};
constexpr std::array td3_expiry{Range{65, 6}};
constexpr std::array td3_optional{Range{72, 14}};
constexpr std::array td3_all{Range{44, 10}, Range{57, 7}, Range{65, 22}};
constexpr auto td3 = std::to_array<CheckedPart>({
    {td3_number, 53, number},
    {td3_birth, 63, birth},
    {td3_expiry, 71, expiry},
    {td3_optional, 86, optional_data, true},
    {td3_all, 87, composite},
});

// Cards of two lines: 2 x 36.
constexpr std::array td2_number{Range{36, 9}};
constexpr std::array td2_birth{Range{49, 6}};
constexpr std::array td2_expiry{Range{57, 6}};
constexpr std::array td2_all{Range{36, 10}, Range{49, 7}, Range{57, 14}};
constexpr auto td2 = std::to_array<CheckedPart>({
    {td2_number, 45, number},
    {td2_birth, 55, birth},
    {td2_expiry, 63, expiry},
    {td2_all, 71, composite},
});

// Cards of three lines: 3 x 30. The number's check is judged apart: long numbers run on.
constexpr std::array td1_birth{Range{30, 6}};
constexpr std::array td1_expiry{Range{38, 6}};
constexpr std::array td1_all{Range{5, 25}, Range{30, 7}, Range{38, 7}, Range{48, 11}};
constexpr auto td1 = std::to_array<CheckedPart>({
    {td1_birth, 36, birth},
    {td1_expiry, 44, expiry},
    {td1_all, 59, composite},
});

// Mainland travel permits of Hong Kong, Macau and Taiwan residents: 3 x 30, known from readers of
// real cards, not from a published standard.
constexpr std::array permit_number{Range{2, 9}};
constexpr std::array permit_renewals{Range{12, 2}};
constexpr std::array permit_expiry{Range{15, 6}};
constexpr std::array permit_birth{Range{23, 6}};
constexpr std::array permit_holder{Range{49, 9}};
constexpr std::array permit_all{Range{2, 20}, Range{23, 7}, Range{49, 10}};
constexpr auto hk_macau_permit = std::to_array<CheckedPart>({
    {permit_number, 11, number},
    {permit_renewals, 14, renewals},
    {permit_expiry, 21, expiry},
    {permit_birth, 29, birth},
    {permit_holder, 58, holder_id},
    {permit_all, 59, composite},
});
constexpr auto taiwan_permit = std::to_array<CheckedPart>({
    {permit_number, 11, number},
    {permit_renewals, 14, renewals},
    {permit_expiry, 21, expiry},
    {permit_birth, 29, birth},
    {permit_all, 59, composite},
});

// Exit-entry permits of mainland residents: one line of 30, from the same kind of source.
constexpr std::array exit_expiry{Range{13, 6}};
constexpr std::array exit_birth{Range{21, 6}};
constexpr std::array exit_all{Range{2, 10}, Range{13, 7}, Range{21, 7}};
constexpr auto exit_entry = std::to_array<CheckedPart>({
    {permit_number, 11, number},
    {exit_expiry, 19, expiry},
    {exit_birth, 27, birth},
    {exit_all, 29, composite},
});

// clang-format off
/// Permits stand before cards of three lines: their codes are more particular.
constexpr auto layouts = std::to_array<MrzLayout>({
    {.document = "passport", .codes = "P", .line = 44, .lines = 2, .checks = td3,
     .issuer = {2, 3}, .number = {44, 9}, .nationality = {54, 3}, .birth = {57, 6},
     .sex = {64, 1}, .expiry = {65, 6}, .name = {5, 39}},
    {.document = "card_td2", .codes = "ACIP", .line = 36, .lines = 2, .checks = td2,
     .issuer = {2, 3}, .number = {36, 9}, .nationality = {46, 3}, .birth = {49, 6},
     .sex = {56, 1}, .expiry = {57, 6}, .name = {5, 31}},
    {.document = "hk_macau_permit", .codes = "CR", .line = 30, .lines = 3,
     .severity = Severity::confirm, .checks = hk_macau_permit,
     .issuer = {}, .number = {2, 9}, .nationality = {}, .birth = {23, 6},
     .sex = {22, 1}, .expiry = {15, 6}, .name = {60, 30}},
    {.document = "taiwan_permit", .codes = "CT", .line = 30, .lines = 3,
     .severity = Severity::confirm, .checks = taiwan_permit,
     .issuer = {}, .number = {2, 9}, .nationality = {}, .birth = {23, 6},
     .sex = {22, 1}, .expiry = {15, 6}, .name = {60, 26}},
    {.document = "card_td1", .codes = "ACI", .line = 30, .lines = 3, .checks = td1,
     .issuer = {2, 3}, .number = {5, 9}, .nationality = {45, 3}, .birth = {30, 6},
     .sex = {37, 1}, .expiry = {38, 6}, .name = {60, 30}},
    {.document = "exit_entry_permit", .codes = "CSD", .line = 30, .lines = 1,
     .severity = Severity::confirm, .checks = exit_entry,
     .issuer = {}, .number = {2, 9}, .nationality = {}, .birth = {21, 6},
     .sex = {}, .expiry = {13, 6}, .name = {}},
});

// clang-format on

/// ICAO layouts go by the first letter, permits by both.
bool has_code(const MrzLayout& layout, std::string_view joined)
{
    if (layout.severity == Severity::error)
        return layout.codes.find(joined[0]) != layout.codes.npos;
    return joined[0] == layout.codes[0] &&
           layout.codes.substr(1).find(joined[1]) != layout.codes.npos;
}

} // namespace

const MrzLayout* layout_of(std::string_view joined)
{
    const auto layout = std::ranges::find_if(layouts, [&](const MrzLayout& l) {
        return l.line * l.lines == joined.size() && has_code(l, joined);
    });
    return layout == layouts.end() ? nullptr : &*layout;
}

bool is_mrz_length(std::size_t joined)
{
    return std::ranges::any_of(layouts, [&](const MrzLayout& l) {
        return l.line * l.lines == joined;
    });
}

} // namespace dossier::verify
