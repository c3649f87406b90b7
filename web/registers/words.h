#pragma once
// What registers say to people, in three languages.

#include "web/registers/print.h"

#include <span>
#include <string_view>

namespace dossier::web {

/// A column of a register: its name in the store, what stands above it, and its share of the width.
struct ColumnWords {
    std::string_view name;
    Words title;
    double width = 0.0; ///< millimetres
};

struct RegisterWords {
    Words title;
    std::span<const ColumnWords> columns; ///< as store::register_columns
    std::span<const Words> signatures;    ///< who signs
    Words statement;                      ///< what they sign
};

[[nodiscard]] const RegisterWords& words_of(store::RegisterKind kind);

/// A word of a cell (`returned`, `destroy`); as it is where there is none.
[[nodiscard]] std::string_view cell_word(std::string_view word, Language language);

namespace register_words {
inline constexpr Words running{"序号", "序號", "No."};
inline constexpr Words number{"册号", "冊號", "Register"};
inline constexpr Words fonds{"全宗号", "全宗號", "Fonds"};
inline constexpr Words period{"期间", "期間", "Period"};
inline constexpr Words list{"清单", "清單", "List"};
inline constexpr Words classes{"范围", "範圍", "Classes"};
inline constexpr Words all{"全部", "全部", "all"};
inline constexpr Words made{"编制", "編製", "Made"};
inline constexpr Words total{"合计", "合計", "Total"};
inline constexpr Words lines{"条", "條", "lines"};
inline constexpr Words pages{"页", "頁", "pages"};
inline constexpr Words nothing{"本期无记录", "本期無記錄", "Nothing in this period"};
inline constexpr Words signature{"签名", "簽名", "Signature"};
inline constexpr Words date{"日期", "日期", "Date"};
inline constexpr Words digest{"各行摘要 SHA-256", "各行摘要 SHA-256", "SHA-256 of the lines"};
inline constexpr Words trail{
    "审计链：条目数、根散列", "稽核鏈：條目數、根雜湊", "Audit trail: entries, root"};
inline constexpr Words code{
    "二维码内为系统签名的册记，可用回执公钥核验。",
    "二維碼內為系統簽名的冊記，可用回執公鑰核驗。",
    "The code holds the note that the archive signed; check it with the receipts' key."};
inline constexpr Words masked{
    "个人姓名、号码已按规定遮蔽。",
    "個人姓名、號碼已按規定遮蔽。",
    "Names and numbers of people are masked as the rules ask."};
} // namespace register_words

} // namespace dossier::web
