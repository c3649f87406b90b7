// The committed set is what the renderer draws today.

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "samples/render/specimen.h"
#include <filesystem>
#include <fstream>
#include <set>

namespace dossier::samples {
namespace {

using nlohmann::json;

json committed_truth(const NamedSpecimen& named)
{
    std::ifstream file(std::filesystem::path(SPECIMENS_DIR) / (named.stem + ".truth.json"));
    return json::parse(file);
}

TEST(DemoSet, IsCommittedAsItIsDrawn)
{
    for (const NamedSpecimen& named : demo_set()) {
        const json committed = committed_truth(named);
        const json drawn =
            json::parse(truth_of(named.specimen, committed.at("source").get<std::string>()));
        EXPECT_TRUE(
            std::filesystem::exists(std::filesystem::path(SPECIMENS_DIR) / committed.at("source"))
        ) << named.stem;
        ASSERT_EQ(drawn.at("pages"), committed.at("pages")) << named.stem;
        for (std::size_t i = 0; i < drawn.at("documents").size(); ++i)
            EXPECT_EQ(
                drawn.at("documents").at(i).at("fields"),
                committed.at("documents").at(i).at("fields")
            ) << named.stem;
    }
}

std::vector<std::filesystem::path> committed_files()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(SPECIMENS_DIR))
        files.push_back(entry.path());
    return files;
}

TEST(DemoSet, HasATruthForEachFileAndIsSmall)
{
    std::set<std::string> sources;
    std::set<std::string> others;
    std::uintmax_t bytes = 0;
    for (const auto& path : committed_files()) {
        bytes += std::filesystem::file_size(path);
        if (path.extension() == ".json") {
            std::ifstream file(path);
            sources.insert(json::parse(file).at("source").get<std::string>());
        } else {
            others.insert(path.filename());
        }
    }
    EXPECT_EQ(sources, others);
    EXPECT_LT(bytes, 3U << 20U);
}

TEST(DemoSet, ShowsEveryTypeAndFormat)
{
    std::set<std::string> types;
    std::set<std::string> extensions;
    for (const auto& path : committed_files()) {
        extensions.insert(path.extension());
        if (path.extension() != ".json") continue;
        std::ifstream file(path);
        const json truth = json::parse(file);
        for (const json& document : truth.at("documents"))
            types.insert(document.at("type").get<std::string>());
    }
    EXPECT_EQ(types, (std::set<std::string>{"business_licence", "customer_form", "id_card"}));
    EXPECT_EQ(extensions, (std::set<std::string>{".jpg", ".json", ".pdf", ".png", ".tif"}));
}

} // namespace
} // namespace dossier::samples
