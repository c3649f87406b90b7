#include "web/import/import_map.h"

#include "web/station.h"

#include <algorithm>
#include <array>
#include <toml++/toml.h>

namespace dossier::web {

namespace {

/// Reads a map key by key; the first thing that is wrong counts.
class Reader {
public:
    Reader(
        const std::string& file,
        const std::vector<std::string>& header,
        const ocr::TypeCatalog& types
    )
        : file_(file),
          header_(header),
          types_(types)
    {}

    tl::expected<ImportMap, MapError> read(const toml::table& table)
    {
        refuse_unknown(
            table, {"name", "station", "type", "type_column", "types", "batch", "file", "fields"}
        );
        read_names(table);
        read_path(table);
        read_types(table);
        if (const auto* batch = table.get("batch")) map_.batch = column(*batch);
        read_fields(table);
        if (!error_.reason.empty()) return tl::unexpected(error_);
        return std::move(map_);
    }

private:
    void fail(const toml::node* node, std::string reason)
    {
        if (!error_.reason.empty()) return;
        const int line = node == nullptr ? 0 : static_cast<int>(node->source().begin.line);
        error_ = {.file = file_, .line = line, .reason = std::move(reason)};
    }

    void refuse_unknown(const toml::table& table, std::initializer_list<std::string_view> known)
    {
        for (const auto& [key, node] : table)
            if (std::find(known.begin(), known.end(), key.str()) == known.end())
                fail(&node, std::string{key.str()} + " is not a key of a map");
    }

    std::string text(const toml::node& node)
    {
        const auto value = node.value_exact<std::string>();
        if (!value || value->empty()) fail(&node, "a text is needed here");
        return value.value_or("");
    }

    const toml::table* section(const toml::table& table, const char* name)
    {
        const auto* node = table.get(name);
        if (node == nullptr) return nullptr;
        if (node->as_table() == nullptr) fail(node, std::string{name} + " must be a section");
        return node->as_table();
    }

    std::size_t find_column(const toml::node& node, std::string_view name)
    {
        const auto found = std::find(header_.begin(), header_.end(), name);
        if (found == header_.end()) fail(&node, "the index has no column " + std::string{name});
        return static_cast<std::size_t>(found - header_.begin());
    }

    std::size_t column(const toml::node& node) { return find_column(node, text(node)); }

    void read_names(const toml::table& table)
    {
        const auto* name = table.get("name");
        if (name == nullptr) return fail(nullptr, "name is missing: what this import is called");
        map_.name = text(*name);
        if (!is_station_name(map_.name))
            fail(name, "name must be up to 64 bytes without slashes or control characters");
        const auto* station = table.get("station");
        if (station == nullptr) return;
        map_.station = text(*station);
        if (!is_station_name(map_.station)) fail(station, "a station cannot have this name");
    }

    void read_path(const toml::table& table)
    {
        const auto* file = section(table, "file");
        if (file == nullptr)
            return fail(nullptr, "[file] is missing: column or pattern of the files' paths");
        refuse_unknown(*file, {"column", "pattern"});
        const auto* one = file->get("column");
        const auto* pattern = file->get("pattern");
        if ((one == nullptr) == (pattern == nullptr))
            return fail(file, "[file] needs either column or pattern");
        if (one != nullptr)
            map_.path = {{.text = {}, .column = column(*one)}};
        else
            read_pattern(*pattern, text(*pattern));
    }

    /// `{column}` is a column's value; there is no way to write a brace, and no need.
    void read_pattern(const toml::node& node, std::string_view rest)
    {
        while (!rest.empty()) {
            const auto open = rest.find('{');
            if (open != 0)
                map_.path.push_back({.text = std::string{rest.substr(0, open)}, .column = {}});
            if (open == std::string_view::npos) break;
            const auto close = rest.find('}', open);
            if (close == std::string_view::npos) return fail(&node, "a { is never closed");
            const auto name = rest.substr(open + 1, close - open - 1);
            map_.path.push_back({.text = {}, .column = find_column(node, name)});
            rest.remove_prefix(close + 1);
        }
        if (std::none_of(map_.path.begin(), map_.path.end(), [](const auto& p) {
                return p.column.has_value();
            }))
            fail(&node, "the pattern names no column: every row would be the same file");
    }

    void require_type(const toml::node& node, const std::string& type)
    {
        if (types_.find_type(type) == nullptr) fail(&node, "there is no document type " + type);
    }

    void read_types(const toml::table& table)
    {
        const auto* type = table.get("type");
        const auto* type_column = table.get("type_column");
        if ((type == nullptr) == (type_column == nullptr))
            return fail(type, "a map needs either type or type_column");
        if (type != nullptr) {
            map_.type = text(*type);
            require_type(*type, map_.type);
        } else
            map_.type_column = column(*type_column);
        const auto* types = section(table, "types");
        if (types == nullptr) return;
        if (type != nullptr) return fail(types, "[types] belongs to type_column");
        for (const auto& [value, node] : *types) {
            auto name = text(node);
            require_type(node, name);
            map_.types.emplace(std::string{value.str()}, std::move(name));
        }
    }

    /// A field must belong to a type that rows may have.
    [[nodiscard]] bool is_field(std::string_view name) const
    {
        return std::any_of(types_.types.begin(), types_.types.end(), [&](const auto& type) {
            const bool meant = map_.type.empty()
                                   ? map_.types.empty() || std::any_of(
                                                               map_.types.begin(),
                                                               map_.types.end(),
                                                               [&](const auto& entry) {
                                                                   return entry.second == type.name;
                                                               }
                                                           )
                                   : map_.type == type.name;
            return meant && type.find_field(name) != nullptr;
        });
    }

    void read_fields(const toml::table& table)
    {
        const auto* fields = section(table, "fields");
        if (fields == nullptr) return;
        for (const auto& [name, node] : *fields) {
            if (!is_field(name.str()))
                fail(&node, std::string{name.str()} + " is not a field of the document type");
            map_.fields.emplace(std::string{name.str()}, column(node));
        }
    }

    const std::string& file_;
    const std::vector<std::string>& header_;
    const ocr::TypeCatalog& types_;
    ImportMap map_;
    MapError error_;
};

} // namespace

tl::expected<ImportMap, MapError> parse_import_map(
    std::string_view text,
    const std::string& file,
    const std::vector<std::string>& header,
    const ocr::TypeCatalog& types
)
{
    try {
        return Reader{file, header, types}.read(toml::parse(text, file));
    } catch (const toml::parse_error& error) {
        return tl::unexpected(MapError{
            file, static_cast<int>(error.source().begin.line), std::string{error.description()}});
    }
}

} // namespace dossier::web
