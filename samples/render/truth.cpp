// The truth beside a specimen, in the words of the contract.

#include <nlohmann/json.hpp>

#include "samples/render/specimen.h"
#include <cmath>

namespace dossier::samples {
namespace {

using Json = nlohmann::ordered_json;

/// Whole pixels that hold the ink.
Json box_of(const Rect& box)
{
    const int x = static_cast<int>(std::floor(box.x));
    const int y = static_cast<int>(std::floor(box.y));
    return Json::array(
        {x,
         y,
         static_cast<int>(std::ceil(box.right())) - x,
         static_cast<int>(std::ceil(box.bottom())) - y}
    );
}

double rounded(double number)
{
    return std::round(number * 1000) / 1000;
}

bool is_document(const Page& page)
{
    return !page.layout.empty();
}

/// In the contract's words; blank sheets are content.
std::string role_of(const Page& page)
{
    if (page.type == "cover_sheet") return page.type;
    return page.type == "separator" || page.type == "patch_sheet" ? "separator" : "content";
}

Json document_of(const Page& page, int index)
{
    Json fields = Json::object();
    Json boxes = Json::object();
    for (const Placed& field : page.scan.fields) {
        fields[field.name] = field.value;
        boxes[field.name] = box_of(field.box);
    }
    return {
        {"type", page.type},
        {"layout", page.layout},
        {"page", index},
        {"fields", fields},
        {"boxes", boxes}};
}

Json page_of(const Page& page)
{
    const Image& image = page.scan.image;
    Json json{
        {"width", image.width},
        {"height", image.height},
        {"dpi", image.dpi},
        {"rotation_deg", page.scan.wear.rotation_deg},
        {"skew_deg", page.scan.wear.skew_deg}};
    if (const auto role = role_of(page); role != "content") json["role"] = role;
    return json;
}

Json wear_of(const Wear& wear)
{
    Json json{
        {"tone", name_of(wear.tone)},
        {"blur_px", rounded(wear.blur)},
        {"noise", rounded(wear.noise)},
        {"shade", rounded(wear.shade)},
        {"speckles", wear.speckles},
        {"fold", rounded(wear.fold)},
        {"border_mm", rounded(wear.border_mm)},
        {"jpeg_quality", wear.jpeg_quality}};
    for (const Flaw flaw : wear.harm.planted)
        json["flaws"].push_back(name_of(flaw));
    for (const Degradation degradation : wear.layers.laid)
        json["degradations"].push_back(name_of(degradation));
    return json;
}

} // namespace

std::string truth_of(const Specimen& specimen, std::string_view source)
{
    Json truth{
        {"source", source},
        {"documents", Json::array()},
        {"pages", Json::array()},
        {"wear", wear_of(specimen.pages.front().scan.wear)}};
    int index = 0;
    for (const Page& page : specimen.pages) {
        if (is_document(page)) truth["documents"].push_back(document_of(page, index));
        truth["pages"].push_back(page_of(page));
        ++index;
    }
    return truth.dump(1) + "\n";
}

} // namespace dossier::samples
