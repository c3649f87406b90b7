#pragma once
// Document types as data: one TOML file a type in samples/types/, loaded and checked at start. The
// reader uses labels and grammars, verify the rules, the web titles and sensitivity. The file
// format is described in samples/types/README.md.

#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

struct Title {
    std::string zh_hans;
    std::string zh_hant;
    std::string en;
};

/// What characters a field may hold and how its text becomes a value.
enum class Grammar {
    text,   ///< any text on one or more lines
    name,   ///< a person's name
    cn_id,  ///< 18-digit resident identity number
    uscc,   ///< unified social credit code
    digits, ///< digits only (registration numbers, postcodes, accounts)
    mobile,
    phone,
    email,
    date,       ///< ISO date or 长期
    date_range, ///< "from - to"; the field takes the part that `part` names
    sex,        ///< 男 or 女, printed, ticked or underlined
    ethnicity,  ///< without 族
    choice,     ///< one of `choices`
    amount,
    alnum,           ///< ASCII letters and digits
    latin_name,      ///< the Latin letters of a name: SURNAME, GIVEN NAMES
    passport_number, ///< of any state
    permit_number,   ///< of a mainland travel permit: H or M and 8 digits, or 8 digits (Taiwan)
    country,         ///< ISO 3166 alpha-3, from the code, a name or 中国/CHINESE
    month,           ///< MM/YY as yyyy-mm
    short_date,      ///< as tills print it: dd/mm/yyyy, dd-mm-yy, dd MMM yyyy, yyyy-mm-dd
    money,           ///< the first amount with two decimals, without its currency
    mrz              ///< a line of the machine-readable zone; the field takes the one `part` names
};

/// As type files and the web write it.
[[nodiscard]] std::string_view name_of(Grammar grammar);

struct FieldType {
    std::string name;
    Title title;
    std::vector<std::string> labels; ///< 简/繁/English, historic variants; compared without spaces
    Grammar grammar = Grammar::text;
    std::string part; ///< date_range: "from" or "to"; mrz: "1", "2" or "3"
    std::vector<std::string> choices;
    std::vector<std::string> endings; ///< without a label: words that the value ends with
    std::vector<std::string> usual;   ///< text: what stands here oftenest, in simplified characters
    std::vector<std::string> phrases; ///< text: what stands in it word for word, if at all
    std::string names; ///< text: "address", "authority" or "company", with a division's name in it
    /// Without a label: "head" of the page, "under_head", "anywhere", "paid", "opens", "alone",
    /// "loose".
    std::string place;
    std::vector<std::string> until; ///< under_head: what begins the lines that follow
    /// Left, top, width and height in thousandths of the upright page: the value is what stands
    /// there, whatever is printed beside it. Empty: its label tells where it is.
    std::vector<int> zone;
    bool ranked = false; ///< its labels are listed with the one that counts most first
    std::string mrz;     ///< what the machine-readable zone says of it, see ocr/fields/mrz.h
    std::string rule;    ///< a kind of verify/check.h, or empty
    bool required = false;
    std::string side; ///< of a card: a side that was not scanned lacks no required field
    bool multiline = false;
    std::string sensitivity =
        "c2";                ///< c1 public, c2 personal, c3 identifying (masked outside its form)
    std::string second_eyes; ///< "shown" or "blind": two people must look at it; empty: one
};

/// What speaks for a type when it stands on the page: one of a text, a machine-readable zone that
/// begins so, or a number whose check digit holds.
struct Anchor {
    std::string text;
    std::string mrz;
    std::string number;              ///< cn_id or bank_card
    std::vector<std::string> begins; ///< the number's beginnings; empty: any
    double weight = 1.0;
};

struct DocumentType {
    std::string text; ///< as it was written
    std::string name;
    int version = 1;
    Title title;
    std::vector<Anchor> anchors;
    std::vector<FieldType> fields;
    std::vector<std::string> other_labels; ///< of what is not kept: they end the values beside them
    std::vector<std::string> cross_checks; ///< codes of verify's cross-checks
    /// It bears a seal or a red head, which must be scanned in colour (DA/T 31-2017).
    bool needs_colour = false;

    /// The field of that name, or null.
    const FieldType* find_field(std::string_view field) const;
};

struct TypeCatalog {
    std::vector<DocumentType> types;

    /// The type of that name, or null.
    const DocumentType* find_type(std::string_view type) const;
};

/// File, line and reason of what is wrong with a type file.
struct TypeError {
    std::string file; ///< empty: of a text that is in no file
    int line = 0;
    std::string reason;
};

/// No type is longer as text, and no catalog has more types.
inline constexpr std::size_t max_type_bytes = std::size_t{64} << 10U;
inline constexpr std::size_t max_types = 500;

/// One type as its file has it.
[[nodiscard]] tl::expected<DocumentType, TypeError> parse_type(std::string_view text);

/// Puts a type into the place of the one of its name, or behind the others.
void put_type(TypeCatalog& catalog, DocumentType type);

/// Loads every *.toml of a folder, in name order.
[[nodiscard]] tl::expected<TypeCatalog, TypeError> load_types(const std::filesystem::path& folder);

} // namespace dossier::ocr
