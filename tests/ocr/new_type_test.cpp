// A type that nobody compiled: one TOML file in a folder, and documents of it are read.

#include "ocr/child/tesseract_engine.h"
#include "ocr/read.h"

#include <gtest/gtest.h>

#include "samples/render/canvas.h"
#include "samples/render/encode.h"
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <span>
#include <string>

namespace dossier::ocr {
namespace {

constexpr std::string_view entry_pass = R"(
name = "entry_pass"
version = 1
title = { zh_hans = "车辆出入证", zh_hant = "車輛出入證", en = "Vehicle entry pass" }
other_labels = ["备注"]

[[anchor]]
text = "车辆出入证"
weight = 3.0

[[anchor]]
text = "停放区域"
weight = 1.5

[[field]]
name = "holder"
title = { zh_hans = "持证人", zh_hant = "持證人", en = "Holder" }
labels = ["持证人"]
grammar = "name"
required = true

[[field]]
name = "area"
title = { zh_hans = "停放区域", zh_hant = "停放區域", en = "Area" }
labels = ["停放区域"]

[[field]]
name = "valid_to"
title = { zh_hans = "有效期至", zh_hant = "有效期至", en = "Valid to" }
labels = ["有效期至"]
grammar = "date"
rule = "date"
)";

/// Black on white at 300 dpi, labels beside their values.
samples::Bytes rendered_pass()
{
    samples::Canvas canvas(150, 100, 300, {1, 1, 1});
    const samples::Font font{.size = 5};
    canvas.text(50, 18, "车辆出入证", {.size = 9});
    canvas.text(15, 38, "持证人：", font);
    canvas.text(50, 38, "王建国", font);
    canvas.text(15, 53, "停放区域：", font);
    canvas.text(50, 53, "东区地下二层", font);
    canvas.text(15, 68, "有效期至：", font);
    canvas.text(50, 68, "2028年5月20日", font);
    canvas.text(15, 83, "备注：", font);
    canvas.text(50, 83, "请妥善保管", font);
    return samples::encode_png(canvas.finish().image);
}

TEST(NewType, ReadsAtOnce)
{
    const auto folder = std::filesystem::path(testing::TempDir()) / "new_type";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "entry_pass.toml") << entry_pass;
    const auto types = load_types(folder);
    ASSERT_TRUE(types.has_value()) << types.error().reason;

    TesseractEngine tesseract;
    const auto pass = rendered_pass();
    const auto reading =
        read_document(std::as_bytes(std::span(pass)), *types, {tesseract, nullptr}, {});
    ASSERT_TRUE(reading.has_value()) << reading.error().message;
    ASSERT_EQ(reading->documents.size(), 1U);
    const Document& document = reading->documents.front();
    EXPECT_EQ(document.type, "entry_pass");
    EXPECT_GT(document.type_confidence, 0.9);
    std::map<std::string, std::string> values;
    for (const Field& field : document.fields)
        values[field.name] = field.value;
    EXPECT_EQ(values["holder"], "王建国");
    EXPECT_EQ(values["area"], "东区地下二层");
    EXPECT_EQ(values["valid_to"], "2028-05-20");
    std::filesystem::remove_all(folder);
}

/// The value stands where nothing says what it is: no label, no form.
TEST(NewType, ReadsWhatStandsInAZone)
{
    const auto without_labels = [] {
        std::string text{entry_pass};
        const std::string labels = "labels = [\"停放区域\"]";
        return text.replace(text.find(labels), labels.size(), "zone = [300, 470, 500, 110]");
    }();
    auto type = parse_type(without_labels);
    ASSERT_TRUE(type.has_value()) << type.error().reason;
    TesseractEngine tesseract;
    const auto pass = rendered_pass();
    const auto reading = read_document(
        std::as_bytes(std::span(pass)), {.types = {*std::move(type)}}, {tesseract, nullptr}, {}
    );
    ASSERT_TRUE(reading.has_value()) << reading.error().message;
    const auto& fields = reading->documents.front().fields;
    const auto area = std::ranges::find(fields, "area", &Field::name);
    ASSERT_NE(area, fields.end());
    EXPECT_EQ(area->value, "东区地下二层");
}

} // namespace
} // namespace dossier::ocr
