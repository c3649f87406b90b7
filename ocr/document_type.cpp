#include "ocr/document_type.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>
#include <toml++/toml.h>
#include <utility>

namespace dossier::ocr {
namespace {

/// In the order of the enumeration.
constexpr std::array<std::pair<std::string_view, Grammar>, 23> grammars{{
    {"text", Grammar::text},
    {"name", Grammar::name},
    {"cn_id", Grammar::cn_id},
    {"uscc", Grammar::uscc},
    {"digits", Grammar::digits},
    {"mobile", Grammar::mobile},
    {"phone", Grammar::phone},
    {"email", Grammar::email},
    {"date", Grammar::date},
    {"date_range", Grammar::date_range},
    {"sex", Grammar::sex},
    {"ethnicity", Grammar::ethnicity},
    {"choice", Grammar::choice},
    {"amount", Grammar::amount},
    {"alnum", Grammar::alnum},
    {"latin_name", Grammar::latin_name},
    {"passport_number", Grammar::passport_number},
    {"permit_number", Grammar::permit_number},
    {"country", Grammar::country},
    {"month", Grammar::month},
    {"short_date", Grammar::short_date},
    {"money", Grammar::money},
    {"mrz", Grammar::mrz},
}};

constexpr bool is_in_order()
{
    for (std::size_t i = 0; i < grammars.size(); ++i) {
        if (grammars[i].second != static_cast<Grammar>(i)) return false;
    }
    return true;
}

static_assert(is_in_order() && grammars.back().second == Grammar::mrz, "each grammar has a name");

/// What is wrong with a table and where; thrown only inside this file, never out of it.
struct Fault {
    int line;
    std::string reason;
};

int line_of(const toml::node& node)
{
    return static_cast<int>(node.source().begin.line);
}

/// A table whose keys are asked for one by one; done() refuses the ones nobody asked for.
class Section {
public:
    explicit Section(const toml::table& table) : table_(table) {}

    template <class T>
    std::optional<T> find(std::string_view key, std::string_view kind)
    {
        const toml::node* node = look_up(key);
        if (node == nullptr) return std::nullopt;
        auto value = node->value_exact<T>();
        if (!value)
            throw Fault{line_of(*node), "'" + std::string(key) + "' must be " + std::string(kind)};
        return value;
    }

    std::string text(std::string_view key)
    {
        auto value = find<std::string>(key, "a text");
        if (!value || value->empty())
            throw Fault{line_of(table_), "'" + std::string(key) + "' is missing or empty"};
        return *value;
    }

    std::vector<std::string> texts(std::string_view key)
    {
        std::vector<std::string> values;
        const toml::node* node = look_up(key);
        if (node == nullptr) return values;
        const toml::array* list = node->as_array();
        if (list == nullptr)
            throw Fault{line_of(*node), "'" + std::string(key) + "' must be a list of texts"};
        for (const toml::node& each : *list) {
            const auto value = each.value_exact<std::string>();
            if (!value || value->empty())
                throw Fault{line_of(each), "'" + std::string(key) + "' must be a list of texts"};
            values.push_back(*value);
        }
        return values;
    }

    std::vector<int> whole_numbers(std::string_view key)
    {
        constexpr std::int64_t most = 1'000'000;
        std::vector<int> values;
        const toml::node* node = look_up(key);
        if (node == nullptr) return values;
        const std::string refused = "'" + std::string(key) + "' must be a list of whole numbers";
        const toml::array* list = node->as_array();
        if (list == nullptr) throw Fault{line_of(*node), refused};
        for (const toml::node& each : *list) {
            const auto value = each.value_exact<std::int64_t>();
            if (!value || *value < -most || *value > most) throw Fault{line_of(each), refused};
            values.push_back(static_cast<int>(*value));
        }
        return values;
    }

    const toml::table& table(std::string_view key)
    {
        const toml::node* node = look_up(key);
        if (node == nullptr || !node->is_table())
            throw Fault{line_of(table_), "table '" + std::string(key) + "' is missing"};
        return *node->as_table();
    }

    template <class Each>
    void tables(std::string_view key, Each&& each)
    {
        const toml::node* node = look_up(key);
        if (node == nullptr) return;
        const toml::array* list = node->as_array();
        if (list == nullptr || !list->is_array_of_tables()) {
            throw Fault{line_of(*node), "'" + std::string(key) + "' must be a list of tables"};
        }
        for (const toml::node& item : *list)
            each(*item.as_table());
    }

    void done() const
    {
        for (const auto& [key, node] : table_) {
            if (!asked_.contains(std::string(key.str()))) {
                throw Fault{line_of(node), "key '" + std::string(key.str()) + "' is not known"};
            }
        }
    }

    int line() const { return line_of(table_); }

private:
    const toml::node* look_up(std::string_view key)
    {
        asked_.emplace(key);
        return table_.get(key);
    }

    const toml::table& table_;
    std::set<std::string> asked_;
};

Title read_title(const toml::table& table)
{
    Section section(table);
    Title title{section.text("zh_hans"), section.text("zh_hant"), section.text("en")};
    section.done();
    return title;
}

bool is_snake_case(std::string_view name)
{
    constexpr std::size_t longest = 64;
    return !name.empty() && name.size() <= longest && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

Grammar read_grammar(Section& section)
{
    const auto name = section.find<std::string>("grammar", "a text").value_or("text");
    const auto* found =
        std::ranges::find(grammars, name, [](const auto& each) { return each.first; });
    if (found == grammars.end()) throw Fault{section.line(), "grammar '" + name + "' is not known"};
    return found->second;
}

/// The form of such a value alone tells it from everything else on the page.
bool needs_no_label(const FieldType& field)
{
    return !field.choices.empty() || !field.endings.empty() || !field.mrz.empty() ||
           !field.place.empty() || !field.zone.empty() || field.grammar == Grammar::mrz ||
           field.grammar == Grammar::cn_id || field.grammar == Grammar::uscc ||
           field.rule == "bank-card";
}

bool is_part(Grammar grammar, std::string_view part)
{
    if (grammar == Grammar::date_range) return part == "from" || part == "to";
    if (grammar == Grammar::mrz) return part == "1" || part == "2" || part == "3";
    return part.empty();
}

/// Whether the form of its values is strict enough to tell them from what else the paper says.
bool can_stand_alone(const FieldType& field)
{
    switch (field.grammar) {
    case Grammar::name:
    case Grammar::date:
    case Grammar::date_range:
    case Grammar::sex:
    case Grammar::cn_id:
    case Grammar::mobile:
    case Grammar::email:
    case Grammar::amount:
    case Grammar::choice:
    case Grammar::ethnicity:
    case Grammar::latin_name:
    case Grammar::passport_number:
    case Grammar::permit_number: return true;
    case Grammar::digits: return field.rule == "bank-card" || field.rule == "postcode";
    case Grammar::text: return !field.endings.empty();
    default: return false;
    }
}

bool is_place(const FieldType& field)
{
    if (field.place == "anywhere") return field.grammar == Grammar::short_date;
    if (field.place == "alone" || field.place == "loose") return can_stand_alone(field);
    if (field.place == "paid") return field.grammar == Grammar::money;
    if (field.place == "opens") return field.grammar == Grammar::date;
    return field.place.empty() || field.place == "head" || field.place == "under_head";
}

/// Nothing, or a rectangle that lies on the page.
bool is_zone(const std::vector<int>& zone)
{
    constexpr int whole = 1000;
    if (zone.empty()) return true;
    return zone.size() == 4 && zone[0] >= 0 && zone[1] >= 0 && zone[2] > 0 && zone[3] > 0 &&
           zone[0] <= whole - zone[2] && zone[1] <= whole - zone[3];
}

bool is_mrz_fact(std::string_view name)
{
    constexpr std::array facts{
        std::string_view{"number"},
        std::string_view{"birth_date"},
        std::string_view{"expiry_date"},
        std::string_view{"sex"},
        std::string_view{"nationality"}};
    return name.empty() || std::ranges::find(facts, name) != facts.end();
}

bool is_named(std::string_view names)
{
    return names.empty() || names == "address" || names == "authority" || names == "company";
}

/// Empty where nothing is said.
std::string read_second_eyes(Section& section)
{
    auto second_eyes = section.find<std::string>("second_eyes", "a text").value_or("");
    if (!second_eyes.empty() && second_eyes != "shown" && second_eyes != "blind")
        throw Fault{section.line(), "second_eyes must be shown or blind"};
    return second_eyes;
}

FieldType read_field(const toml::table& table)
{
    Section section(table);
    FieldType field;
    field.name = section.text("name");
    field.title = read_title(section.table("title"));
    field.labels = section.texts("labels");
    field.grammar = read_grammar(section);
    field.part = section.find<std::string>("part", "a text").value_or("");
    field.choices = section.texts("choices");
    field.endings = section.texts("endings");
    field.usual = section.texts("usual");
    field.phrases = section.texts("phrases");
    field.names = section.find<std::string>("names", "a text").value_or("");
    field.place = section.find<std::string>("place", "a text").value_or("");
    field.until = section.texts("until");
    field.zone = section.whole_numbers("zone");
    field.ranked = section.find<bool>("ranked", "true or false").value_or(false);
    field.mrz = section.find<std::string>("mrz", "a text").value_or("");
    field.rule = section.find<std::string>("rule", "a text").value_or("");
    field.required = section.find<bool>("required", "true or false").value_or(false);
    field.side = section.find<std::string>("side", "a text").value_or("");
    field.multiline = section.find<bool>("multiline", "true or false").value_or(false);
    field.sensitivity =
        section.find<std::string>("sensitivity", "a text").value_or(field.sensitivity);
    field.second_eyes = read_second_eyes(section);
    section.done();
    const auto refuse = [&](std::string reason) {
        throw Fault{section.line(), "field '" + field.name + "': " + std::move(reason)};
    };
    if (!is_snake_case(field.name)) refuse("a name has small letters, digits and _ only");
    if (field.labels.empty() && !needs_no_label(field)) refuse("it needs at least one label");
    if (!is_part(field.grammar, field.part))
        refuse("part is from or to with grammar date_range, 1, 2 or 3 with mrz");
    if (!is_place(field))
        refuse("place is head, under_head, anywhere with grammar short_date, paid with money, "
               "opens with date, or alone or loose with a form");
    if (!is_zone(field.zone))
        refuse("zone is left, top, width and height in thousandths of the page");
    if (!field.zone.empty() && (!field.labels.empty() || !field.place.empty()))
        refuse("what has a zone has no labels and no place");
    if (!is_mrz_fact(field.mrz))
        refuse("mrz must be number, birth_date, expiry_date, sex or nationality");
    if (!is_named(field.names)) refuse("names must be address, authority or company");
    const bool has_words = !(field.usual.empty() && field.phrases.empty() && field.names.empty());
    if (field.grammar != Grammar::text && has_words)
        refuse("usual, phrases and names go with grammar text");
    if ((field.grammar == Grammar::choice) != !field.choices.empty())
        refuse("choices go with grammar choice");
    if (field.sensitivity != "c1" && field.sensitivity != "c2" && field.sensitivity != "c3")
        refuse("sensitivity must be c1, c2 or c3");
    return field;
}

Anchor read_anchor(const toml::table& table)
{
    Section section(table);
    Anchor anchor;
    anchor.text = section.find<std::string>("text", "a text").value_or("");
    anchor.mrz = section.find<std::string>("mrz", "a text").value_or("");
    anchor.number = section.find<std::string>("number", "a text").value_or("");
    anchor.begins = section.texts("begins");
    anchor.weight = section.find<double>("weight", "a number with a point").value_or(1.0);
    section.done();
    const int kinds = !anchor.text.empty() + !anchor.mrz.empty() + !anchor.number.empty();
    if (kinds != 1) throw Fault{section.line(), "an anchor is one of text, mrz or number"};
    if (!anchor.number.empty() && anchor.number != "cn_id" && anchor.number != "bank_card")
        throw Fault{section.line(), "number must be cn_id or bank_card"};
    return anchor;
}

DocumentType read_type(const toml::table& table)
{
    Section section(table);
    DocumentType type;
    type.name = section.text("name");
    if (!is_snake_case(type.name) || type.name == "unknown")
        throw Fault{section.line(), "the name of the type cannot be used"};
    const auto version = section.find<std::int64_t>("version", "a whole number").value_or(0);
    if (version < 1 || version > 1'000'000)
        throw Fault{section.line(), "'version' must be 1 or more"};
    type.version = static_cast<int>(version);
    type.title = read_title(section.table("title"));
    section.tables("anchor", [&](const toml::table& each) {
        type.anchors.push_back(read_anchor(each));
    });
    std::set<std::string> names;
    section.tables("field", [&](const toml::table& each) {
        type.fields.push_back(read_field(each));
        if (!names.insert(type.fields.back().name).second)
            throw Fault{line_of(each), "field '" + type.fields.back().name + "' stands twice"};
    });
    type.other_labels = section.texts("other_labels");
    type.cross_checks = section.texts("cross_checks");
    const auto colour = section.find<std::string>("colour", "a text");
    if (colour && *colour != "required")
        throw Fault{section.line(), "'colour' must be \"required\""};
    type.needs_colour = colour.has_value();
    const auto second_eyes = read_second_eyes(section);
    for (auto& field : type.fields)
        if (field.second_eyes.empty()) field.second_eyes = second_eyes;
    section.done();
    if (type.anchors.empty() || type.fields.empty())
        throw Fault{section.line(), "a type needs anchors and fields"};
    return type;
}

} // namespace

std::string_view name_of(Grammar grammar)
{
    return grammars[static_cast<std::size_t>(grammar)].first;
}

const FieldType* DocumentType::find_field(std::string_view field) const
{
    const auto found = std::ranges::find(fields, field, &FieldType::name);
    return found == fields.end() ? nullptr : &*found;
}

const DocumentType* TypeCatalog::find_type(std::string_view type) const
{
    const auto found = std::ranges::find(types, type, &DocumentType::name);
    return found == types.end() ? nullptr : &*found;
}

tl::expected<DocumentType, TypeError> parse_type(std::string_view text)
{
    if (text.size() > max_type_bytes)
        return tl::unexpected(TypeError{{}, 1, "the text of a type has at most 64 KiB"});
    try {
        DocumentType type = read_type(toml::parse(text));
        type.text = text;
        return type;
    } catch (const toml::parse_error& fault) {
        return tl::unexpected(TypeError{
            {}, static_cast<int>(fault.source().begin.line), std::string(fault.description())});
    } catch (const Fault& fault) {
        return tl::unexpected(TypeError{{}, fault.line, fault.reason});
    }
}

void put_type(TypeCatalog& catalog, DocumentType type)
{
    const auto found = std::ranges::find(catalog.types, type.name, &DocumentType::name);
    if (found == catalog.types.end())
        catalog.types.push_back(std::move(type));
    else
        *found = std::move(type);
}

namespace {

tl::expected<DocumentType, TypeError> load_type(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), {}};
    if (!stream) return tl::unexpected(TypeError{file.string(), 0, "it cannot be read"});
    auto type = parse_type(text);
    if (!type) type.error().file = file.string();
    return type;
}

} // namespace

tl::expected<TypeCatalog, TypeError> load_types(const std::filesystem::path& folder)
{
    std::error_code error;
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
        if (entry.path().extension() == ".toml") files.push_back(entry.path());
    }
    if (error) return tl::unexpected(TypeError{folder.string(), 0, error.message()});
    if (files.empty())
        return tl::unexpected(TypeError{
            folder.string(), 0, "there is no document type (*.toml) in this folder"});
    std::ranges::sort(files);
    TypeCatalog catalog;
    for (const auto& file : files) {
        auto type = load_type(file);
        if (!type) return tl::unexpected(std::move(type.error()));
        if (catalog.find_type(type->name) != nullptr) {
            return tl::unexpected(TypeError{
                file.string(), 1, "type '" + type->name + "' stands in two files"});
        }
        catalog.types.push_back(*std::move(type));
    }
    return catalog;
}

} // namespace dossier::ocr
