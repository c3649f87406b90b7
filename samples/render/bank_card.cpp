// Bank cards, 85.6 x 54 mm: printed flat or embossed, with 16 or 19 digits; on the glass and
// copied. The front only: nobody keeps a copy of a back, which bears the CVN.

#include <fmt/format.h>

#include "samples/render/canvas.h"
#include "samples/render/card_parts.h"
#include "samples/render/combs.h"
#include "samples/render/decor.h"
#include "samples/render/identifiers.h"
#include "samples/render/layouts.h"

namespace dossier::samples {
namespace {

struct BankCard {
    std::string bank;
    std::string latin;
    std::string number;
    std::string kind;
    std::string valid_thru; ///< MM/YY; empty on most debit cards
    std::string month;      ///< the same as yyyy-mm
};

BankCard make_bank_card(Dice& dice)
{
    struct Bank {
        std::string_view name;
        std::string_view latin;
    };

    static constexpr Bank banks[] = {
        {"晨曦银行", "CHENXI BANK"}, {"远山银行", "YUANSHAN BANK"}, {"东禾银行", "DONGHE BANK"}};
    const Bank& bank = dice.pick(banks);
    const bool credit = dice.chance(0.4);
    BankCard card;
    card.bank = bank.name;
    card.latin = bank.latin;
    card.kind = credit ? "信用卡" : dice.chance(0.5) ? "借记卡" : "储蓄卡";
    std::string body = credit ? "62993" : "62991"; // ranges of no bank
    body += dice.digits(credit ? 10 : 13);
    card.number = complete_account(body);
    const int month = dice.between(1, 12);
    const int year = dice.between(2027, 2034);
    if (credit || dice.chance(0.3)) {
        card.valid_thru = fmt::format("{:02}/{:02}", month, year % 100);
        card.month = fmt::format("{:04}-{:02}", year, month);
    }
    return card;
}

/// Embossed digits: lit from above, in shadow below, the face a little brighter than the card.
Rect emboss(Canvas& canvas, double x, double baseline, std::string_view text, Font font)
{
    const Colour face = font.colour;
    font.colour = {0.98, 0.98, 0.98, 0.75};
    canvas.text(x - 0.16, baseline - 0.16, text, font);
    font.colour = {0.05, 0.05, 0.05, 0.75};
    canvas.text(x + 0.18, baseline + 0.18, text, font);
    font.colour = face;
    return canvas.text(x, baseline, text, font);
}

struct Look {
    bool embossed = false;
    bool copied = false;
    bool chip_right = false;
    std::string family;
    std::string digits;
};

void card_front(Canvas& canvas, Dice& dice, const Look& look, double x, double y)
{
    const BankCard card = make_bank_card(dice);

    struct Paint {
        Colour paper;
        Colour ink;
    };

    static constexpr Paint paints[] = {
        {{0.80, 0.86, 0.93}, {0.08, 0.10, 0.22}},
        {{0.93, 0.87, 0.72}, {0.20, 0.12, 0.05}},
        {{0.88, 0.90, 0.88}, {0.06, 0.16, 0.10}},
        {{0.90, 0.80, 0.80}, {0.25, 0.05, 0.06}}};
    const Paint& paint = dice.pick(paints);
    const Colour paper = look.copied ? Colour{0.90, 0.90, 0.90} : paint.paper;
    const Colour ink = look.copied ? Colour{0.12, 0.12, 0.12} : paint.ink;
    cairo_t* cairo = canvas.cairo();
    cairo_save(cairo);
    card_outline(cairo, x, y);
    cairo_clip(cairo);
    canvas.fill(x, y, card_width, card_height, paper);
    const Colour wave{ink.red, ink.green, ink.blue, 0.10};
    guilloche(canvas, dice, x, y, card_width, card_height, wave, wave);
    cairo_restore(cairo);
    card_outline(cairo, x, y);
    cairo_set_source_rgba(cairo, 0.4, 0.4, 0.4, 0.6);
    cairo_set_line_width(cairo, 0.15);
    cairo_stroke(cairo);
    const double chip = x + (look.chip_right ? 66 : 9);
    canvas.fill(chip, y + 19, 12, 9.5, {0.80, 0.70, 0.40});
    canvas.frame(chip, y + 19, 12, 9.5, 0.3, {0.45, 0.38, 0.2});
    const Font name{.family = look.family, .size = 4.6, .bold = true, .colour = ink};
    canvas.place("bank_name", card.bank, canvas.text(x + 7, y + 9.5, card.bank, name));
    canvas.text(x + 7, y + 13.6, card.latin, {.family = look.family, .size = 2.4, .colour = ink});
    const Font small{.family = look.family, .size = 3.0, .colour = ink};
    canvas.place(
        "card_type",
        card.kind,
        canvas.text(x + card_width - 6, y + 9.5, card.kind, small, Align::right)
    );
    Font digits{.family = look.digits, .size = look.embossed ? 5.2 : 4.8, .colour = ink};
    const std::string number = in_fours(card.number);
    const double room = card_width - 14;
    const double needed = canvas.text_width(number, digits);
    if (needed > room) digits.size *= room / needed;
    const double baseline = y + card_height - 18.5;
    if (look.embossed)
        digits.colour = {
            (paper.red + ink.red) / 2, (paper.green + ink.green) / 2, (paper.blue + ink.blue) / 2};
    canvas.place(
        "card_number",
        card.number,
        look.embossed ? emboss(canvas, x + 7, baseline, number, digits)
                      : canvas.text(x + 7, baseline, number, digits)
    );
    if (!card.valid_thru.empty()) {
        canvas.text(x + 34, y + 42, "VALID THRU", {.size = 1.9, .colour = ink});
        canvas.place(
            "valid_thru",
            card.month,
            canvas.text(
                x + 47,
                y + 42.4,
                card.valid_thru,
                {.family = look.digits, .size = 3.4, .colour = ink}
            )
        );
    }
    canvas.text(
        x + 66, y + 44, "银联", {.family = look.family, .size = 3.6, .bold = true, .colour = ink}
    );
    canvas.text(x + 66, y + 48, "UnionPay", {.family = look.family, .size = 3.0, .colour = ink});
}

Look make_look(std::string_view layout, Dice& dice)
{
    static constexpr std::string_view train[] = {"Noto Sans CJK SC", "WenQuanYi Zen Hei"};
    const bool held_out = layout == "flat_chip_right" || layout == "embossed_copy";
    return {
        .embossed = layout.starts_with("embossed"),
        .copied = layout == "embossed_copy",
        .chip_right = layout == "flat_chip_right",
        .family = std::string(held_out ? "WenQuanYi Micro Hei" : dice.pick(train)),
        .digits = held_out           ? "OCR B S"
                  : dice.chance(0.5) ? "DejaVu Sans"
                                     : "DejaVu Sans Mono"};
}

Look make_varied_look(Dice& dice)
{
    return {
        .embossed = dice.chance(0.5),
        .copied = dice.chance(0.6),
        .chip_right = dice.chance(0.5),
        .family = varied_family(dice),
        .digits = dice.chance(0.3) ? "OCR B" : varied_digits(dice)};
}

} // namespace

Sheet draw_bank_card(std::string_view layout, Dice& dice, int dpi)
{
    const Look look = layout == "varied_card" ? make_varied_look(dice) : make_look(layout, dice);
    if (look.copied) {
        Canvas canvas(210, 297, dpi, {1, 1, 1});
        card_front(canvas, dice, look, 60 + dice.real(-15, 15), 70 + dice.real(-20, 20));
        specimen_mark(canvas, 198, 288);
        return canvas.finish();
    }
    const double margin = dice.real(7, 12);
    Canvas canvas(card_width + 2 * margin, card_height + 2 * margin, dpi, {0.97, 0.97, 0.97});
    card_front(canvas, dice, look, margin, margin);
    return canvas.finish();
}

} // namespace dossier::samples
