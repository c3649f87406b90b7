// dossier-specimens: renders made-up documents into a folder, the truth beside each.

#include <fmt/format.h>

#include "samples/render/specimen.h"
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>

namespace {

using namespace dossier::samples;

struct Usage : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct Options {
    std::filesystem::path out;
    int count = 20;
    std::uint64_t seed = 1;
    std::vector<std::string> types{"id_card", "business_licence", "customer_form"};
    LayoutSet set = LayoutSet::train;
    std::optional<Format> format; ///< nothing: mixed
    bool demo = false;
    bool stacks = false;
};

constexpr std::string_view help =
    "usage: dossier-specimens --out DIR [--count N] [--seed S] [--types id_card,passport,...]\n"
    "                         [--layouts train|varied|held-out] [--format "
    "jpeg|png|tiff|pdf|mixed]\n"
    "       dossier-specimens --out DIR --stacks [--count N] [--seed S] [--layouts "
    "train|varied|held-out]\n"
    "                                              batches: a cover, documents, separators\n"
    "       dossier-specimens --out DIR --demo     the set committed in samples/specimens\n";

std::uint64_t number(std::string_view text)
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size())
        throw Usage(fmt::format("not a number: {}", text));
    return value;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> parts;
    while (!text.empty()) {
        const auto comma = std::min(text.find(','), text.size());
        parts.emplace_back(text.substr(0, comma));
        text.remove_prefix(std::min(comma + 1, text.size()));
    }
    return parts;
}

std::vector<std::string> types_of(std::string_view text)
{
    auto types = split(text);
    for (const auto& type : types) {
        const auto known = layouts();
        if (std::none_of(known.begin(), known.end(), [&](const Layout& layout) {
                return layout.type == type;
            }))
            throw Usage(fmt::format("no such type: {}", type));
    }
    return types;
}

std::optional<Format> format_of(std::string_view text)
{
    if (text == "mixed") return std::nullopt;
    if (text == "jpeg") return Format::jpeg;
    if (text == "png") return Format::png;
    if (text == "tiff") return Format::tiff;
    if (text == "pdf") return Format::pdf;
    throw Usage(fmt::format("no such format: {}", text));
}

LayoutSet set_of(std::string_view text)
{
    if (text == "train") return LayoutSet::train;
    if (text == "varied") return LayoutSet::varied;
    if (text == "held-out") return LayoutSet::held_out;
    throw Usage(fmt::format("no such set of layouts: {}", text));
}

Options parse(std::span<char* const> arguments)
{
    Options options;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        const std::string_view name = arguments[i];
        if (name == "--demo" || name == "--stacks") {
            (name == "--demo" ? options.demo : options.stacks) = true;
            --i;
            continue;
        }
        if (i + 1 == arguments.size()) throw Usage(fmt::format("{} needs a value", name));
        const std::string_view value = arguments[i + 1];
        if (name == "--out")
            options.out = value;
        else if (name == "--count")
            options.count = static_cast<int>(number(value));
        else if (name == "--seed")
            options.seed = number(value);
        else if (name == "--types")
            options.types = types_of(value);
        else if (name == "--layouts")
            options.set = set_of(value);
        else if (name == "--format")
            options.format = format_of(value);
        else
            throw Usage(fmt::format("no such option: {}", name));
    }
    if (options.out.empty()) throw Usage("--out is missing");
    return options;
}

void write(const std::filesystem::path& path, std::span<const char> content)
{
    std::ofstream file(path, std::ios::binary);
    file.write(content.data(), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) throw std::runtime_error(fmt::format("cannot write {}", path.string()));
}

void write(const std::filesystem::path& folder, const NamedSpecimen& named)
{
    const auto source = fmt::format("{}.{}", named.stem, extension_of(named.format));
    const Bytes bytes = encode(named.specimen, named.format);
    write(folder / source, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    write(folder / (named.stem + ".truth.json"), truth_of(named.specimen, source));
}

std::vector<Layout> layouts_of(const Options& options, std::string_view type)
{
    std::vector<Layout> wanted;
    for (const Layout& layout : layouts())
        if (layout.set == options.set && layout.type == type) wanted.push_back(layout);
    return wanted;
}

/// Every fifth form in a format with pages brings the copy of its owner's card along.
bool is_bundle(const Options& options, Format format, std::size_t round, std::string_view type)
{
    const bool both =
        std::find(options.types.begin(), options.types.end(), "id_card") != options.types.end();
    const bool paged = format == Format::tiff || format == Format::pdf;
    return both && paged && options.set == LayoutSet::train && type == "customer_form" &&
           round % 5 == 0;
}

void render(const Options& options)
{
    std::filesystem::create_directories(options.out);
    for (int i = 0; i < options.count; ++i) {
        const auto turn = static_cast<std::size_t>(i);
        const std::string& type = options.types[turn % options.types.size()];
        const auto choice = layouts_of(options, type);
        const std::size_t round = turn / options.types.size();
        const Order order{
            choice[round % choice.size()], options.seed, static_cast<std::uint64_t>(i)};
        static constexpr Format formats[] = {
            Format::jpeg, Format::tiff, Format::png, Format::jpeg, Format::pdf};
        Dice dice(options.seed, (static_cast<std::uint64_t>(i) + 1) << 32U);
        const Format format = options.format.value_or(dice.pick(formats));
        const Layout& card = layout_of("id_card", "a4_copy");
        const Specimen specimen = is_bundle(options, format, round, type) ? make_bundle(order, card)
                                                                          : make_specimen(order);
        write(options.out, {fmt::format("{}-{:04}", type, i), format, specimen});
    }
}

/// A cover, then two to four documents with separators between them.
Specimen draw_stack(const Options& options, int number)
{
    Dice dice(options.seed, (static_cast<std::uint64_t>(number) + 1) << 32U);
    const auto cover = fmt::format("dossier:cover/1;batch=S-{}-{}", options.seed, number);
    std::vector<StackPage> pages{{nullptr, "cover_sheet", cover}};
    const int documents = dice.between(2, 4);
    for (int i = 0; i < documents; ++i) {
        const auto choice =
            layouts_of(options, options.types[static_cast<std::size_t>(i) % options.types.size()]);
        const Layout& layout = dice.pick(std::span(choice));
        if (i > 0) pages.push_back({nullptr, "separator", "dossier:separator/1"});
        pages.push_back({&layout_of(layout.type, layout.name), {}, {}});
    }
    const Order order{*pages[1].layout, options.seed, static_cast<std::uint64_t>(number) * 16};
    return make_stack(pages, order, draw_wear(dice, order.layout));
}

void render_stacks(const Options& options)
{
    std::filesystem::create_directories(options.out);
    for (int i = 0; i < options.count; ++i)
        write(
            options.out,
            {fmt::format("stack-{:04}", i),
             i % 2 == 0 ? Format::tiff : Format::pdf,
             draw_stack(options, i)}
        );
}

void render_demo(const Options& options)
{
    std::filesystem::create_directories(options.out);
    for (const NamedSpecimen& named : demo_set())
        write(options.out, named);
}

} // namespace

int main(int argc, char** argv)
{
    try {
        const Options options = parse({argv + 1, static_cast<std::size_t>(argc - 1)});
        if (options.demo)
            render_demo(options);
        else if (options.stacks)
            render_stacks(options);
        else
            render(options);
        return 0;
    } catch (const Usage& error) {
        fmt::print(stderr, "dossier-specimens: {}\n{}", error.what(), help);
        return 2;
    } catch (const std::exception& error) {
        fmt::print(stderr, "dossier-specimens: {}\n", error.what());
        return 3;
    }
}
