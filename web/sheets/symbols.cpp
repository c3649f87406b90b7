#include "web/sheets/symbols.h"

#include <array>
#include <memory>
#include <qrencode.h>
#include <stdexcept>
#include <string>

namespace dossier::web {

namespace {

/// ISO/IEC 15417, table 1: the widths of each symbol character.
constexpr std::array<std::string_view, 107> code_128_widths{
    "212222", "222122", "222221", "121223", "121322", "131222", "122213", "122312", "132212",
    "221213", "221312", "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222", "321122", "321221",
    "312212", "322112", "322211", "212123", "212321", "232121", "111323", "131123", "131321",
    "112313", "132113", "132311", "211313", "231113", "231311", "112133", "112331", "132131",
    "113123", "113321", "133121", "313121", "211331", "231131", "213113", "213311", "213131",
    "311123", "311321", "331121", "312113", "312311", "332111", "314111", "221411", "431111",
    "111224", "111422", "121124", "121421", "141122", "141221", "112214", "112412", "122114",
    "122411", "142112", "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112", "421211", "212141",
    "214121", "412121", "111143", "111341", "131141", "114113", "114311", "411113", "411311",
    "113141", "114131", "311141", "411131", "211412", "211214", "211232", "2331112"};
constexpr int start_b = 104;
constexpr int stop = 106;

void append(std::vector<int>& widths, int symbol)
{
    for (const char width : code_128_widths[static_cast<std::size_t>(symbol)])
        widths.push_back(width - '0');
}

} // namespace

QrCode qr_code(std::string_view text)
{
    const std::string terminated{text};
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> made{
        QRcode_encodeString8bit(terminated.c_str(), 0, QR_ECLEVEL_H), &QRcode_free};
    if (made == nullptr) throw std::invalid_argument("too long for a QR code");
    QrCode code{.side = made->width, .black = {}};
    const auto width = static_cast<std::size_t>(made->width);
    const auto modules = width * width;
    for (std::size_t i = 0; i < modules; ++i)
        code.black.push_back((made->data[i] & 1U) != 0);
    return code;
}

std::vector<int> code_128(std::string_view text)
{
    std::vector<int> widths;
    append(widths, start_b);
    int sum = start_b;
    int place = 1;
    for (const char c : text) {
        const int symbol = c - ' ';
        append(widths, symbol);
        sum += symbol * place++;
    }
    append(widths, sum % 103);
    append(widths, stop);
    return widths;
}

} // namespace dossier::web
