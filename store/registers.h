#pragma once
// Registers (清册, 登记簿): what was handed over, lent or destroyed in a time, as numbered lines
// that are printed and signed by hand. What is printed is drawn from the archive once, counted in a
// series of its own, and kept by its digest; what is personal is masked. DA/T 31-2017 and 会计档案
// 管理办法 (2016) say what such lists hold.

#include "verify/filing.h"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// `handover` (移交清册): records that were filed in the time. `loans` (调阅登记簿): asked for in
/// it. `destruction` (销毁清册): destroyed in it; or what one list names, whatever became of it so
/// far.
enum class RegisterKind { handover, loans, destruction };

/// Days of the site, both included. `classes`: only records of these; loans of at least one such.
/// `disposal`: the number of one list (X-2026-0001), instead of days; for destruction only.
struct RegisterQuery {
    RegisterKind kind = RegisterKind::handover;
    std::chrono::sys_days from{};
    std::chrono::sys_days until{};
    verify::Classes classes;
    std::string disposal;
};

/// A register that was made. `sha256`: of its lines (register_text). `note`: a signed note of all
/// this, checked with the receipts' key.
struct RegisterItem {
    std::string number; ///< R-2026-0001
    RegisterQuery query;
    std::int64_t lines = 0;
    std::string sha256;
    std::int64_t audit_entries = 0; ///< of the trail when the lines were drawn
    std::string audit_root;         ///< RFC 6962, hex
    std::string made_by;
    std::chrono::sys_time<std::chrono::milliseconds> made_at{};
    std::string note;
};

/// Cells in the order of `register_columns`, in neutral words: moments in RFC 3339, classes and
/// types by name, several things parted by a space.
struct Register {
    RegisterItem item;
    std::vector<std::vector<std::string>> rows;
};

inline constexpr std::int64_t most_register_lines = 5000;

[[nodiscard]] std::span<const std::string_view> register_columns(RegisterKind kind);

/// A line a row, tabs between the cells: what `sha256` is of.
[[nodiscard]] std::string register_text(const Register& made);

} // namespace dossier::store
