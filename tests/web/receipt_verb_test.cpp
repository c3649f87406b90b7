#include "store/crypto/signature.h"
#include "tests/web/temporary_folder.h"
#include "web/cli/verbs.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

namespace dossier::web {
namespace {

class ReceiptVerb : public testing::Test {
protected:
    ReceiptVerb()
    {
        write("key", store::verifier_key("dossier-ab12", seed) + "\n");
        write("receipt", store::signed_note("dossier receipt 1\nbatch B1\n", "dossier-ab12", seed));
    }

    void write(const std::string& name, const std::string& text) const
    {
        std::ofstream{path(name), std::ios::binary} << text;
    }

    [[nodiscard]] std::string path(const std::string& name) const
    {
        return (folder.path() / name).string();
    }

    int verify(std::vector<std::string> arguments) const
    {
        arguments.insert(arguments.begin(), "verify");
        return receipt_verb.run(arguments);
    }

    const std::vector<std::byte> seed{32, std::byte{7}};
    TemporaryFolder folder;
};

TEST_F(ReceiptVerb, KnowsAGenuineReceipt)
{
    EXPECT_EQ(verify({path("receipt"), "--key", path("key")}), done);
}

TEST_F(ReceiptVerb, NamesOneThatWasAlteredAmongOthers)
{
    write("altered", store::signed_note("dossier receipt 1\n", "dossier-ab12", seed) + "x");
    testing::internal::CaptureStderr();
    EXPECT_EQ(verify({path("receipt"), path("altered"), "--key", path("key")}), some_failed);
    const auto said = testing::internal::GetCapturedStderr();
    EXPECT_NE(said.find("altered is not as it was signed"), std::string::npos) << said;
}

TEST_F(ReceiptVerb, DoesNotTakeAnotherSignedTextForAReceipt)
{
    write("note", store::signed_note("some other note\n", "dossier-ab12", seed));
    EXPECT_EQ(verify({path("note"), "--key", path("key")}), some_failed);
}

TEST_F(ReceiptVerb, SaysWhenFilesAreMissing)
{
    EXPECT_EQ(verify({path("receipt"), "--key", path("nothing")}), environment);
    EXPECT_EQ(verify({path("nothing"), "--key", path("key")}), some_failed);
    EXPECT_EQ(verify({path("receipt")}), wrong_usage);
    EXPECT_EQ(verify({"--key", path("key")}), wrong_usage);
}

} // namespace
} // namespace dossier::web
