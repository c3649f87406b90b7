// A bank card and the form that names an account.

#include "verify/cross/contradiction.h"
#include "verify/cross/pairs.h"
#include "verify/rules/text.h"

namespace dossier::verify {

/// Somebody may have several cards; a number that differs in one or two digits is the same one.
void card_of_account(CheckedDocument& form, CheckedDocument& card)
{
    constexpr std::size_t misread = 2;
    CheckedField* account = find_value(form, "account_number");
    CheckedField* number = find_value(card, "card_number");
    if (account == nullptr || number == nullptr) return;
    const std::string one = bare(account->field.value);
    const std::string other = bare(number->field.value);
    if (one != other && is_near(one, other, misread)) contradict({form, *account}, {card, *number});
}

} // namespace dossier::verify
