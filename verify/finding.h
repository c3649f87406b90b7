#pragma once
// What a rule says about a value or about values together.

#include <string>
#include <vector>

namespace dossier::verify {

/// `error`: cannot be right by the number's own grammar. `confirm`: contradicts something, or
/// rests on a table that ages; a person decides. `info`: worth knowing, stops nothing.
enum class Severity { info, confirm, error };

/// A sentence for people, in the three languages of the workstation. Never contains a value.
struct Message {
    std::string en;
    std::string zh_hans;
    std::string zh_hant;
};

/// `code` is stable and dotted (`id_number.checksum`); `fields` names the fields it speaks of.
struct Finding {
    std::string code;
    Severity severity = Severity::info;
    std::vector<std::string> fields;
    Message message;
};

} // namespace dossier::verify
