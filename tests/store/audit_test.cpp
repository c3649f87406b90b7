// The audit trail: RFC 6962 hashes, and what any edit of the rows does to it.

#include "store/error.h"
#include "store/rows/audit_log.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

namespace dossier::store {
namespace {

Bytes unhex(const std::string& hex)
{
    Bytes out;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        out.push_back(static_cast<std::byte>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    }
    return out;
}

TEST(MerkleFrontier, KnowsTheRootsOfCertificateTransparency)
{
    // The reference leaves and roots of the certificate-transparency project's own tests.
    const std::vector<std::string> leaves{
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f"};
    const std::vector<std::string> roots{
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
    MerkleFrontier tree;
    EXPECT_EQ(
        to_hex(tree.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        tree.append(leaf_hash(unhex(leaves[i])));
        EXPECT_EQ(to_hex(tree.root()), roots[i]) << i;
        EXPECT_EQ(MerkleFrontier::decode(tree.leaves(), tree.encode())->root(), tree.root());
    }
}

class Trail : public testing::Test {
protected:
    Archive archive;

    void SetUp() override
    {
        for (int i = 0; i < 9; ++i) {
            archive->note(
                archive.verifier, "looked", "record " + std::to_string(i), "done", "", archive.now
            );
        }
    }

    std::optional<std::int64_t> first_fault()
    {
        const auto verdict = archive->verify_audit();
        return verdict.fault ? std::optional(verdict.fault->seq) : std::nullopt;
    }
};

TEST_F(Trail, IsSoundAsWritten)
{
    const auto verdict = archive->verify_audit();
    EXPECT_FALSE(verdict.fault);
    EXPECT_EQ(verdict.entries, 9);
    EXPECT_EQ(verdict.root_hash.size(), 64U);
}

TEST_F(Trail, NamesTheFirstEntryWithAnEditedColumn)
{
    for (const auto* column : {"actor", "role", "action", "object", "outcome", "detail"}) {
        const std::string name(column);
        archive.with_shell(
            "UPDATE audit_entry SET " + name + " = " + name + " || 'x' WHERE seq = 4"
        );
        EXPECT_EQ(first_fault(), 4) << column;
        archive.with_shell(
            "UPDATE audit_entry SET " + name + " = substr(" + name + ", 1, length(" + name +
            ") - 1) WHERE seq = 4"
        );
        EXPECT_EQ(first_fault(), std::nullopt) << column;
    }
    archive.with_shell("UPDATE audit_entry SET at = at + 1 WHERE seq = 7");
    EXPECT_EQ(first_fault(), 7);
}

TEST_F(Trail, NamesAForgedEntryWithARightHash)
{
    archive.with_shell("UPDATE audit_entry SET leaf_mac = zeroblob(32) WHERE seq = 5");
    EXPECT_EQ(first_fault(), 5);
}

TEST_F(Trail, NamesAMissingEntry)
{
    archive.with_shell("DELETE FROM audit_entry WHERE seq = 3");
    EXPECT_EQ(first_fault(), 3);
}

TEST_F(Trail, NoticesTwoSwappedEntries)
{
    archive.with_shell(
        "UPDATE audit_entry SET seq = CASE seq WHEN 2 THEN 103 ELSE 102 END WHERE seq IN (2, 3)"
    );
    archive.with_shell("UPDATE audit_entry SET seq = seq - 100 WHERE seq > 100");
    EXPECT_EQ(first_fault(), 2);
}

TEST_F(Trail, NoticesACutTail)
{
    for (int left = 8; left >= 0; --left) {
        archive.with_shell("DELETE FROM audit_entry WHERE seq > " + std::to_string(left));
        EXPECT_EQ(first_fault(), left + 1);
    }
}

TEST_F(Trail, NoticesACutTailWithAHeadToMatch)
{
    archive.with_shell("DELETE FROM audit_entry WHERE seq > 8");
    archive.with_shell("UPDATE audit_head SET entries = 8, last_leaf_hash = "
                       "(SELECT leaf_hash FROM audit_entry WHERE seq = 8)");
    EXPECT_TRUE(first_fault());
    archive.with_shell("DELETE FROM audit_head");
    EXPECT_TRUE(first_fault());
}

TEST_F(Trail, StopsEveryActionWhenItCannotBeTrusted)
{
    archive.with_shell("UPDATE audit_head SET entries = 3");
    EXPECT_THROW((void)archive.keep("a scan"), Tampered);
    EXPECT_TRUE(archive->originals(whole_site, std::nullopt, "", 10).items.empty());
}

TEST_F(Trail, IsReadNewestFirstPageByPage)
{
    const auto first = archive->audit("", 5);
    const auto rest = archive->audit(first.next_cursor, 5);
    EXPECT_EQ(first.items.front().seq, 9);
    EXPECT_EQ(rest.items.size(), 4U);
    EXPECT_EQ(rest.items.back().seq, 1);
    EXPECT_EQ(rest.next_cursor, "");
}

} // namespace
} // namespace dossier::store
