#include "web/registers/words.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dossier::web {

namespace {

constexpr Words archive_number{"档号", "檔號", "Archive number"};
constexpr Words record{"记录号", "記錄號", "Record"};
constexpr Words type{"单证类型", "單證類型", "Document type"};
constexpr Words filed{"归档日期", "歸檔日期", "Filed"};
constexpr Words retention{"保管期限", "保管期限", "Retention"};

constexpr std::array handover_columns{
    ColumnWords{"archive_number", archive_number, 38},
    ColumnWords{"record", record, 28},
    ColumnWords{"type", type, 33},
    ColumnWords{"subject", {"题名（当事人）", "題名（當事人）", "Subject"}, 37},
    ColumnWords{"pages", {"页数", "頁數", "Pages"}, 13},
    ColumnWords{"filed", filed, 21},
    ColumnWords{"retention_class", retention, 36},
    ColumnWords{"security_level", {"密级", "密級", "Level"}, 20},
    ColumnWords{"box", {"盒号", "盒號", "Box"}, 18},
    ColumnWords{"volume", {"卷号", "卷號", "Volume"}, 13}};

constexpr std::array loan_columns{
    ColumnWords{"loan", {"调阅号", "調閱號", "Loan"}, 26},
    ColumnWords{"requested", {"申请日期", "申請日期", "Asked for"}, 21},
    ColumnWords{"borrower", {"调阅人", "調閱人", "Borrower"}, 21},
    ColumnWords{"kind", {"方式", "方式", "As"}, 14},
    ColumnWords{"records", {"档号", "檔號", "Records"}, 41},
    ColumnWords{"purpose", {"调阅目的", "調閱目的", "Purpose"}, 45},
    ColumnWords{"days", {"天数", "天數", "Days"}, 11},
    ColumnWords{"state", {"状态", "狀態", "State"}, 16},
    ColumnWords{"decided_by", {"审批人", "審批人", "Decided by"}, 20},
    ColumnWords{"until", {"应还日期", "應還日期", "Until"}, 21},
    ColumnWords{"returned", {"归还日期", "歸還日期", "Returned"}, 21}};

constexpr std::array destruction_columns{
    ColumnWords{"archive_number", archive_number, 41},
    ColumnWords{"record", record, 29},
    ColumnWords{"type", type, 36},
    ColumnWords{"filed", filed, 22},
    ColumnWords{"retention_class", retention, 39},
    ColumnWords{"kept_through", {"保管至", "保管至", "Kept through"}, 15},
    ColumnWords{"opinion", {"鉴定意见", "鑑定意見", "Opinion"}, 18},
    ColumnWords{"list", {"清单号", "清單號", "List"}, 22},
    ColumnWords{"outcome", {"结果", "結果", "Outcome"}, 14},
    ColumnWords{"destroyed", {"销毁日期", "銷毀日期", "Destroyed"}, 21}};

constexpr std::array handover_signatures{
    Words{"移交人", "移交人", "Handed over by"},
    Words{"接收人", "接收人", "Received by"},
    Words{"监交人", "監交人", "Witnessed by"}};
constexpr std::array loan_signatures{
    Words{"登记人", "登記人", "Registrar"},
    Words{"复核人", "覆核人", "Checked by"},
    Words{"档案部门负责人", "檔案部門負責人", "Head of the archive"}};
constexpr std::array destruction_signatures{
    Words{"单位负责人", "單位負責人", "Head of the institution"},
    Words{"档案部门负责人", "檔案部門負責人", "Head of the archive"},
    Words{"业务部门负责人", "業務部門負責人", "Head of the business"},
    Words{"经办人", "經辦人", "Handled by"},
    Words{"监销人（档案部门）", "監銷人（檔案部門）", "Witness (archive)"},
    Words{"监销人（业务部门）", "監銷人（業務部門）", "Witness (business)"}};

constexpr RegisterWords handover{
    {"档案移交清册", "檔案移交清冊", "Handover register"},
    handover_columns,
    handover_signatures,
    {"以上档案经双方清点核对无误，予以移交。",
     "以上檔案經雙方清點核對無誤，予以移交。",
     "Both sides counted and checked the records above."}};
constexpr RegisterWords loans{
    {"档案调阅登记簿", "檔案調閱登記簿", "Borrowing register"},
    loan_columns,
    loan_signatures,
    {"以上调阅登记经核对无误。", "以上調閱登記經核對無誤。", "The entries above were checked."}};
constexpr RegisterWords destruction{
    {"档案销毁清册", "檔案銷毀清冊", "Destruction register"},
    destruction_columns,
    destruction_signatures,
    {"监销人在销毁前按本清册核对、销毁后签名。本清册永久保存。",
     "監銷人在銷毀前按本清冊核對、銷毀後簽名。本清冊永久保存。",
     "The witnesses checked against this register before and sign after. Kept for ever."}};

constexpr std::array<std::pair<std::string_view, Words>, 16> cell_words{{
    {"view", {"电子查阅", "電子查閱", "View"}},
    {"paper", {"借出原件", "借出原件", "Original"}},
    {"requested", {"待审批", "待審批", "Asked for"}},
    {"approved", {"已批准", "已批准", "Approved"}},
    {"declined", {"未批准", "未批准", "Declined"}},
    {"withdrawn", {"已撤回", "已撤回", "Withdrawn"}},
    {"returned", {"已归还", "已歸還", "Returned"}},
    {"destroy", {"销毁", "銷毀", "Destroy"}},
    {"extend", {"延长至", "延長至", "Extend to"}},
    {"keep", {"永久保存", "永久保存", "Keep"}},
    {"proposed", {"待批准", "待批准", "Proposed"}},
    {"witnessed", {"已核对", "已核對", "Witnessed"}},
    {"destroyed", {"已销毁", "已銷毀", "Destroyed"}},
    {"kept", {"未销毁", "未銷毀", "Kept"}},
    {"retention_class", retention},
    {"security_level", {"密级", "密級", "Security level"}},
}};

} // namespace

const RegisterWords& words_of(store::RegisterKind kind)
{
    switch (kind) {
    case store::RegisterKind::handover: return handover;
    case store::RegisterKind::loans: return loans;
    case store::RegisterKind::destruction: break;
    }
    return destruction;
}

std::string_view cell_word(std::string_view word, Language language)
{
    const auto found =
        std::ranges::find(cell_words, word, &std::pair<std::string_view, Words>::first);
    return found == cell_words.end() ? word : found->second.in(language);
}

} // namespace dossier::web
