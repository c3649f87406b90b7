#include "samples/render/combs.h"

namespace dossier::samples {

void draw_comb_cell(Canvas& canvas, const CombHabit& habit, double x, double y)
{
    const double width = habit.is_apart ? habit.pitch * 0.86 : habit.pitch;
    if (!habit.is_open) {
        const double left = x + (habit.pitch - width) / 2;
        canvas.frame(left, y, width, habit.height, habit.line, habit.colour);
        return;
    }
    const double foot = y + habit.height;
    const double tooth = foot - habit.height * 0.4;
    canvas.line(x, foot, x + width, foot, habit.line, habit.colour);
    canvas.line(x, tooth, x, foot, habit.line, habit.colour);
    canvas.line(x + width, tooth, x + width, foot, habit.line, habit.colour);
}

std::string in_fours(std::string_view number)
{
    std::string text;
    for (std::size_t i = 0; i < number.size(); ++i) {
        if (i > 0 && i % 4 == 0) text += ' ';
        text += number[i];
    }
    return text;
}

} // namespace dossier::samples
