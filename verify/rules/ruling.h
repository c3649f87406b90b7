#pragma once
// What one rule says about one value, before it is known which field the value stands in. A remark
// is named by a code of verify/messages.h; a code without a message does not compile.

#include "verify/finding.h"
#include "verify/messages.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dossier::verify {

struct Remark {
    const MessageRow* message = nullptr;
    Severity severity = Severity::info;
    std::string argument; ///< fills the message's {}: a length, a table's version, never a value
};

struct Ruling {
    std::string normal;
    std::map<std::string, std::string> facts;
    std::vector<Remark> remarks;
    bool proven = false; ///< a check digit holds: a sound value vouches for its own reading

    template <Code code>
    void error(std::string argument = {})
    {
        add({&message_of<code>(), Severity::error, std::move(argument)});
    }

    template <Code code>
    void confirm(std::string argument = {})
    {
        add({&message_of<code>(), Severity::confirm, std::move(argument)});
    }

    template <Code code>
    void info(std::string argument = {})
    {
        add({&message_of<code>(), Severity::info, std::move(argument)});
    }

    /// What every check digit comes to: an error, or a proof.
    void expect_check_digit(bool holds)
    {
        proven = holds;
        if (!holds) error<"checksum">();
    }

    /// Said once is enough.
    void add(Remark remark)
    {
        const bool said = std::ranges::any_of(remarks, [&](const Remark& r) {
            return r.message == remark.message;
        });
        if (!said) remarks.push_back(std::move(remark));
    }

    [[nodiscard]] bool has(Severity least) const
    {
        return std::ranges::any_of(remarks, [&](const Remark& r) { return r.severity >= least; });
    }
};

/// A rule takes the value as printed and the date that counts as today.
using RuleFunction = Ruling (*)(std::string_view value, std::chrono::year_month_day today);

/// A ruling that has said nothing yet.
[[nodiscard]] inline Ruling about(std::string normal)
{
    Ruling ruling;
    ruling.normal = std::move(normal);
    return ruling;
}

/// A ruling that ends at its first error.
template <Code code>
[[nodiscard]] Ruling rejected(std::string normal, std::string argument = {})
{
    Ruling ruling = about(std::move(normal));
    ruling.error<code>(std::move(argument));
    return ruling;
}

/// The finding a person sees; `owner` is the kind or the field that the code begins with.
[[nodiscard]] Finding
finding_of(std::string_view owner, const Remark& remark, std::vector<std::string> fields);

} // namespace dossier::verify
