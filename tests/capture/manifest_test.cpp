#include "capture/manifest.h"
#include "tests/capture/bytes_of.h"

#include <gtest/gtest.h>

namespace dossier::capture {

namespace {

const std::string hash_a(64, 'a');
const std::string hash_b(64, 'b');

tl::expected<Manifest, Refusal> parse(const std::string& name, const std::string& text)
{
    return parse_manifest(name, bytes_of(text));
}

std::string code_of(const std::string& name, const std::string& text)
{
    const auto manifest = parse(name, text);
    return manifest ? "" : manifest.error().code;
}

std::string xml_of(const std::string& inside)
{
    return "<batch>" + inside + "</batch>";
}

std::string xml_file(const std::string& name, const std::string& sha256 = hash_a)
{
    return "<file name=\"" + name + "\" sha256=\"" + sha256 + "\"/>";
}

std::string xml_text()
{
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- by station 3 -->\r\n"
           "<batch type='customer_form' sides=\"2\"\r\n  sheets = \"1\" name=\"柜台 3 &amp; "
           "4\">\r\n"
           "  <file sha256=\"" +
           std::string(64, 'A') + "\" name=\"正面.tif\"></file>\r\n  " +
           xml_file("b &#x26; c.tif", hash_b) + "\r\n</batch>\r\n";
}

std::string json_text()
{
    return "{\"files\": [{\"sha256\": \"" + std::string(64, 'A') +
           "\", \"name\": \"正面.tif\"},\r\n {\"name\": \"b & c.tif\", \"sha256\": \"" + hash_b +
           "\"}], \"sides\": 2, \"sheets\": 1,\r\n \"name\": \"柜台 3 & 4\", "
           "\"type\": \"customer_form\"}\r\n";
}

std::string csv_text()
{
    return "sha256,name,batch,type,sides,sheets\r\n" + std::string(64, 'A') +
           ",正面.tif,\"柜台 3 & 4\",customer_form,2,1\r\n" + hash_b + ",\"b & c.tif\",,,,\r\n";
}

class Notation : public ::testing::TestWithParam<std::pair<std::string, std::string>> {};

TEST_P(Notation, SaysTheSame)
{
    const auto& [name, text] = GetParam();
    for (const std::string& mark : {std::string(), std::string("\xEF\xBB\xBF")}) {
        const auto manifest = parse(name, mark + text);
        ASSERT_TRUE(manifest) << manifest.error().message;
        EXPECT_EQ(manifest->name, "柜台 3 & 4");
        EXPECT_EQ(manifest->sheets, 1);
        EXPECT_EQ(manifest->sides, 2);
        EXPECT_EQ(manifest->type, "customer_form");
        const std::vector<ManifestFile> files{{"正面.tif", hash_a}, {"b & c.tif", hash_b}};
        EXPECT_EQ(manifest->files, files);
    }
}

TEST_P(Notation, IsIncompleteWhereverItIsCutInsideItsLastItem)
{
    const auto& [name, text] = GetParam();
    const std::size_t last_item = text.rfind(hash_b);
    for (std::size_t cut = last_item + 1; cut < last_item + hash_b.size(); ++cut)
        EXPECT_EQ(code_of(name, text.substr(0, cut)), "manifest_incomplete") << cut;
}

TEST_P(Notation, NeverCrashesWhereverItIsCutOrChanged)
{
    const auto& [name, text] = GetParam();
    for (std::size_t i = 0; i < text.size(); ++i) {
        (void)parse(name, text.substr(0, i));
        for (const char c : {'\0', '"', '<', '&', ',', '\n', '\xFF', '}'}) {
            std::string changed = text;
            changed[i] = c;
            (void)parse(name, changed);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Manifests,
    Notation,
    ::testing::Values(
        std::pair("day.xml", xml_text()),
        std::pair("day.JSON", json_text()),
        std::pair("day.csv", csv_text())
    ),
    [](const auto& notation) { return notation.param.first.substr(4); }
);

TEST(Manifest, IsKnownByItsEnding)
{
    for (const char* name : {"a.xml", "a.JSON", "a.b.Csv"})
        EXPECT_TRUE(is_manifest_name(name)) << name;
    for (const char* name : {"a.tif", "xml", ".xml", "a.xml.tif", "a.xmlx"})
        EXPECT_FALSE(is_manifest_name(name)) << name;
}

TEST(Manifest, TakesItsOwnNameForTheBatch)
{
    const auto manifest = parse("2026-11-25 上午.xml", xml_of(xml_file("a.tif")));
    ASSERT_TRUE(manifest);
    EXPECT_EQ(manifest->name, "2026-11-25 上午");
    EXPECT_FALSE(manifest->sheets || manifest->sides || !manifest->type.empty());
}

TEST(Manifest, TakesPlainFileNamesOnly)
{
    for (const char* name :
         {"",
          "a/b.tif",
          "..\\b.tif",
          "/etc/passwd",
          "..",
          ".hidden",
          "a.part",
          "rejected",
          "other.xml",
          "two\nlines.tif",
          "&#10;.tif",
          "&#xD800;.tif",
          "\xFF.tif"})
        EXPECT_EQ(code_of("m.xml", xml_of(xml_file(name))), "not_a_manifest") << name;
}

TEST(Manifest, TakesEachFileOnceAndOnlyWithItsHash)
{
    EXPECT_EQ(code_of("m.xml", xml_of(xml_file("a.tif") + xml_file("a.tif"))), "not_a_manifest");
    EXPECT_EQ(code_of("m.xml", xml_of(xml_file("a.tif", "abc"))), "not_a_manifest");
    EXPECT_EQ(code_of("m.xml", xml_of("<file name='a.tif'/>")), "not_a_manifest");
    EXPECT_EQ(code_of("m.xml", xml_of("")), "not_a_manifest");
}

TEST(Manifest, HoldsFactsToTheirBounds)
{
    for (const char* facts :
         {"sheets='0'",
          "sheets='-1'",
          "sheets='1e3'",
          "sheets='100001'",
          "sides='3'",
          "type='ID Card'",
          "name=''",
          "sheets='1' sheets='2'",
          "color='red'"})
        EXPECT_EQ(
            code_of("m.xml", std::string("<batch ") + facts + ">" + xml_file("a.tif") + "</batch>"),
            "not_a_manifest"
        ) << facts;
}

TEST(Manifest, SaysInWhichLineItIsWrong)
{
    const auto manifest = parse("m.csv", "name,sha256\na.tif," + hash_a + "\nb.tif,12\nc.tif,1\n");
    ASSERT_FALSE(manifest);
    EXPECT_NE(manifest.error().message.find("line 3"), std::string::npos);
    EXPECT_NE(manifest.error().message.find("第 3 行"), std::string::npos);
}

TEST(Manifest, RefusesWhatXmlCouldBeAbusedFor)
{
    const std::string bomb = "<!DOCTYPE batch [<!ENTITY a \"aaaa\">]>";
    EXPECT_EQ(code_of("m.xml", bomb + xml_of(xml_file("&a;.tif"))), "not_a_manifest");
    EXPECT_EQ(code_of("m.xml", xml_of(xml_file("&a;.tif"))), "not_a_manifest");
    EXPECT_EQ(code_of("m.xml", xml_of("text" + xml_file("a.tif"))), "not_a_manifest");
    EXPECT_EQ(code_of("m.xml", xml_of("<![CDATA[x]]>" + xml_file("a.tif"))), "not_a_manifest");
    EXPECT_EQ(code_of("m.xml", xml_of(xml_file("a.tif")) + "<batch/>"), "not_a_manifest");
    EXPECT_EQ(code_of("m.xml", "<batch><file></batch>"), "not_a_manifest");
    std::string deep;
    for (int i = 0; i < 100'000; ++i)
        deep += "<batch>";
    EXPECT_EQ(code_of("m.xml", deep), "not_a_manifest");
}

TEST(Manifest, RefusesWhatJsonCouldBeAbusedFor)
{
    EXPECT_EQ(code_of("m.json", std::string(100'000, '[')), "not_a_manifest");
    EXPECT_EQ(code_of("m.json", "{\"files\":[[]]}"), "not_a_manifest");
    EXPECT_EQ(code_of("m.json", "{\"files\":[],\"files\":[]}"), "not_a_manifest");
    EXPECT_EQ(code_of("m.json", "{\"files\":{}}"), "not_a_manifest");
    EXPECT_EQ(code_of("m.json", "{\"name\":{\"a\":1}}"), "not_a_manifest");
    EXPECT_EQ(code_of("m.json", "{\"sheets\":\"3\"}"), "not_a_manifest");
    EXPECT_EQ(code_of("m.json", "[]"), "not_a_manifest");
    EXPECT_EQ(code_of("m.json", "null"), "not_a_manifest");
    EXPECT_EQ(code_of("m.json", json_text() + json_text()), "not_a_manifest");
}

TEST(Manifest, RefusesTablesThatAreNone)
{
    EXPECT_EQ(code_of("m.csv", "customer,balance\nLi,3\n"), "not_a_manifest");
    EXPECT_EQ(code_of("m.csv", "name\na.tif\n"), "not_a_manifest");
    EXPECT_EQ(code_of("m.csv", "name,name,sha256\na,b,c\n"), "not_a_manifest");
    EXPECT_EQ(code_of("m.csv", std::string(10'000, ',')), "not_a_manifest");
}

TEST(Manifest, TakesTenThousandFilesInAMebibyteAndNoMore)
{
    std::string inside;
    for (int i = 0; i < 10'001; ++i)
        inside += std::to_string(i) + "," + hash_a + "\n";
    const auto most = parse("m.csv", "name,sha256\n" + inside.substr(0, inside.rfind("10000,")));
    ASSERT_TRUE(most);
    EXPECT_EQ(most->files.size(), 10'000);
    EXPECT_EQ(code_of("m.csv", "name,sha256\n" + inside), "not_a_manifest");
    EXPECT_EQ(code_of("m.csv", std::string((1U << 20U) + 1, ' ')), "not_a_manifest");
}

TEST(Manifest, WaitsForTextThatIsNotFilledInYet)
{
    EXPECT_EQ(code_of("m.xml", ""), "manifest_incomplete");
    EXPECT_EQ(code_of("m.xml", std::string(512, '\0')), "manifest_incomplete");
    EXPECT_EQ(code_of("m.json", json_text() + std::string(512, '\0')), "manifest_incomplete");
}

TEST(Manifest, IsWrittenInUtf8)
{
    EXPECT_EQ(
        code_of("m.xml", "<?xml version='1.0' encoding='GBK'?>" + xml_of(xml_file("a.tif"))),
        "not_a_manifest"
    );
    EXPECT_EQ(code_of("m.xml", std::string("\xFF\xFE<\0b\0", 6)), "not_a_manifest");
}

} // namespace

} // namespace dossier::capture
