#include "web/letters/letters.h"

#include "verify/mask.h"
#include "web/clock.h"
#include "web/data_request_json.h"
#include "web/json.h"
#include "web/sheets/paper.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace dossier::web {

namespace {

constexpr double left = 25.0;
constexpr double right = sheet_width - left;
constexpr double top = 30.0;
constexpr double bottom = 275.0;
constexpr double text_size = 4.0;
constexpr double line_height = 6.4;

namespace words {
constexpr Words answer_title{
    "个人信息权利请求答复书", "個人資料權利請求答覆書", "Answer to a request about personal data"};
constexpr Words extension_title{
    "延期答复通知书", "延期答覆通知書", "Notice that an answer will take longer"};
constexpr Words extended{
    "您的请求原应于 {} 前答复。因下列原因，答复期限延长至 {}。",
    "您的請求原應於 {} 前答覆。因下列原因，答覆期限延長至 {}。",
    "Your request was to be answered by {}. For the reason below it will be answered by {}."};
constexpr Words copy_title{"个人信息副本", "個人資料副本", "Copy of personal data"};
constexpr Words draft{"（草稿，尚未发出）", "（草稿，尚未發出）", "(draft, not released)"};
constexpr Words number{"请求编号", "請求編號", "Request"};
constexpr Words received{"收到日期", "收到日期", "Received"};
constexpr Words rights{"请求事项", "請求事項", "Asked for"};
constexpr Words dear{"{}：", "{}：", "Dear {},"};
constexpr Words result{"处理结果", "處理結果", "Outcome"};
constexpr Words reason{"未予满足的部分及理由", "未予滿足的部分及理由", "What is not done, and why"};
constexpr Words restricted{
    "您的个人信息现仅予存储，不作其他处理。",
    "您的個人資料現僅予儲存，不作其他處理。",
    "Your data are stored only; they are not processed otherwise."};
constexpr Words kept{
    "下列记录因法定保管期限未满，暂不能删除：",
    "下列記錄因法定保管期限未滿，暫不能刪除：",
    "These records cannot be deleted yet, because the law asks for them to be kept:"};
constexpr Words kept_through{"保管至 {} 年底", "保管至 {} 年底", "kept through {}"};
constexpr Words kept_open{
    "保管期限自业务终止起算",
    "保管期限自業務終止起算",
    "its term runs from the end of the relationship"};
constexpr Words appeal{
    "如对本答复有异议，可向本机构申请复核，或向履行个人信息保护职责的部门投诉、举报，"
    "或依法向人民法院提起诉讼。",
    "如對本答覆有異議，可向本機構申請覆核，或向履行個人資料保護職責的部門投訴、檢舉，"
    "或依法向法院提起訴訟。",
    "If you disagree, you may ask us to look at it again, complain to the authority in charge of "
    "protecting personal data, or go to court."};
constexpr Words signature{"（盖章）", "（蓋章）", "(seal)"};
constexpr Words masked{
    "标有 * 的内容涉及他人，已遮蔽。",
    "標有 * 的內容涉及他人，已遮蔽。",
    "What is shown as * is other people's and masked."};
constexpr Words filed{"归档", "歸檔", "filed"};

constexpr std::array<std::pair<store::DataRight, Words>, 6> right_words{{
    {store::DataRight::access, {"查阅", "查閱", "access"}},
    {store::DataRight::copy, {"复制", "複製", "a copy"}},
    {store::DataRight::correction, {"更正、补充", "更正、補充", "correction"}},
    {store::DataRight::restriction, {"限制处理", "限制處理", "restriction"}},
    {store::DataRight::objection, {"拒绝处理", "拒絕處理", "objection"}},
    {store::DataRight::erasure, {"删除", "刪除", "erasure"}},
}};
constexpr std::array<std::pair<store::DataAnswer, Words>, 3> answer_words{{
    {store::DataAnswer::granted, {"同意", "同意", "granted"}},
    {store::DataAnswer::partly, {"部分同意", "部分同意", "granted in part"}},
    {store::DataAnswer::refused, {"不予同意", "不予同意", "refused"}},
}};
} // namespace words

template <typename Value, std::size_t size>
std::string_view
word_of(const std::array<std::pair<Value, Words>, size>& list, Value value, Language language)
{
    return std::ranges::find(list, value, &std::pair<Value, Words>::first)->second.in(language);
}

/// Text that flows from page to page.
class Flow {
public:
    explicit Flow(const TrueTypeFont& font) : paper_(font, sheet_width, sheet_height)
    {
        paper_.begin_page();
    }

    void title(std::string_view what)
    {
        paper_.centred(7.0, y_, what);
        y_ += 16.0;
    }

    void paragraph(std::string_view what, double indent = 0.0)
    {
        for (const auto& line : paper_.wrapped(what, text_size, right - left - indent)) {
            if (y_ > bottom) next_page();
            paper_.text(text_size, left + indent, y_, line);
            y_ += line_height;
        }
        y_ += 1.6;
    }

    void heading(std::string_view what)
    {
        y_ += 3.0;
        if (y_ + 3 * line_height > bottom) next_page();
        paper_.text(4.6, left, y_, what);
        y_ += 2.0;
        paper_.page().bar(left, y_, right - left, 0.2);
        y_ += 5.6;
    }

    /// A name and what it says beside it.
    void fact(std::string_view name, std::string_view value)
    {
        constexpr double values = 48.0;
        const auto names = paper_.wrapped(name, text_size, values - 4.0);
        const auto lines = paper_.wrapped(value, text_size, right - left - values);
        for (std::size_t at = 0; at < std::max(names.size(), lines.size()); ++at) {
            if (y_ > bottom) next_page();
            if (at < names.size()) paper_.text(text_size, left, y_, names[at]);
            if (at < lines.size()) paper_.text(text_size, left + values, y_, lines[at]);
            y_ += line_height;
        }
    }

    void at_right(std::string_view what)
    {
        if (y_ > bottom) next_page();
        paper_.ending_at(right, text_size, y_, what);
        y_ += line_height;
    }

    void gap(double height) { y_ += height; }

    std::string finish(std::string_view footer, Language language)
    {
        return paper_.finish(footer, to_text(language));
    }

private:
    void next_page()
    {
        paper_.begin_page();
        y_ = top;
    }

    Paper paper_;
    double y_ = top;
};

std::string rights_text(const std::vector<store::DataRight>& rights, Language language)
{
    std::string text;
    for (const auto each : rights) {
        if (!text.empty()) text += language == Language::english ? ", " : "、";
        text += word_of(words::right_words, each, language);
    }
    return text;
}

std::string day_of(store::Instant at, std::chrono::minutes utc_offset)
{
    return day_text(std::chrono::sys_days{day_at(at, utc_offset)});
}

/// What was asked, and whoever asked it.
void put_address(Flow& flow, const store::DataRequestItem& item, Language language)
{
    flow.fact(words::number.in(language), item.number);
    flow.fact(words::received.in(language), day_text(item.received_on));
    flow.fact(words::rights.in(language), rights_text(item.rights, language));
    flow.gap(6.0);
    flow.paragraph(fmt::format(fmt::runtime(words::dear.in(language)), item.name));
}

/// A place for the seal, and the day of the step that lets the letter go.
void put_end(
    Flow& flow, const store::DataRequest& request, std::string_view step, const LetterPrint& print
)
{
    flow.gap(14.0);
    flow.at_right(words::signature.in(print.language));
    const auto taken = std::ranges::find(request.steps, step, &store::DataRequestStep::what);
    if (taken != request.steps.end()) flow.at_right(day_of(taken->at, print.utc_offset));
}

/// Why what was asked to be deleted stays, record by record.
void put_kept(Flow& flow, const store::DataRequest& request, Language language)
{
    const bool asks = std::ranges::find(request.item.rights, store::DataRight::erasure) !=
                      request.item.rights.end();
    const auto stays = [](const store::FoundFacts& facts) {
        return facts.item.is_record && facts.item.is_included && facts.state == "filed" &&
               !facts.may_be_listed;
    };
    if (!asks || std::ranges::none_of(request.found, stays)) return;
    flow.paragraph(words::kept.in(language));
    for (const auto& facts : request.found)
        if (stays(facts))
            flow.paragraph(
                facts.number + "  " +
                    (facts.kept_through == 0
                         ? std::string{words::kept_open.in(language)}
                         : fmt::format(
                               fmt::runtime(words::kept_through.in(language)), facts.kept_through
                           )),
                6.0
            );
}

std::string field_title(const ocr::DocumentType* type, const std::string& field, Language language)
{
    const auto* known = type == nullptr ? nullptr : type->find_field(field);
    const auto title = known == nullptr ? std::string_view{} : said(known->title, language);
    return title.empty() ? field : std::string{title};
}

/// The value as the person sees it.
std::string shown_value(const verify::CheckedField& checked, const std::vector<std::string>& masked)
{
    const bool is_masked = std::ranges::find(masked, checked.field.name) != masked.end();
    return is_masked ? verify::masked(checked.field.value, verify::Masking::whole)
                     : checked.field.value;
}

} // namespace

std::string answer_letter_pdf(const store::DataRequest& request, const LetterPrint& print)
{
    const auto language = print.language;
    const auto say = [&](const Words& what) { return what.in(language); };
    Flow flow{print.font};
    flow.title(say(words::answer_title));
    const bool is_released = request.item.state == store::DataRequestState::answered;
    if (!is_released) flow.paragraph(say(words::draft));
    put_address(flow, request.item, language);
    flow.paragraph(fmt::format(
        "{}{}{}",
        say(words::result),
        language == Language::english ? ": " : "：",
        word_of(words::answer_words, request.answer, language)
    ));
    flow.paragraph(request.answer_text);
    if (!request.answer_reason.empty()) {
        flow.heading(say(words::reason));
        flow.paragraph(request.answer_reason);
    }
    put_kept(flow, request, language);
    if (request.is_restricted) flow.paragraph(say(words::restricted));
    flow.gap(4.0);
    flow.paragraph(say(words::appeal));
    put_end(flow, request, "answered", print);
    return flow.finish(request.item.number, language);
}

std::string extension_letter_pdf(const store::DataRequest& request, const LetterPrint& print)
{
    const auto language = print.language;
    const auto& item = request.item;
    Flow flow{print.font};
    flow.title(words::extension_title.in(language));
    put_address(flow, item, language);
    flow.paragraph(fmt::format(
        fmt::runtime(words::extended.in(language)),
        day_text(item.extended_from.value_or(item.due_on)),
        day_text(item.due_on)
    ));
    flow.paragraph(request.extension_reason);
    put_end(flow, request, "extended", print);
    return flow.finish(item.number, language);
}

std::string own_copy_pdf(
    const store::DataRequestItem& request,
    std::span<const store::OwnCopy> copies,
    const LetterPrint& print
)
{
    const auto language = print.language;
    Flow flow{print.font};
    flow.title(words::copy_title.in(language));
    flow.fact(words::number.in(language), request.number);
    for (const auto& copy : copies) {
        const auto& item = copy.record.item;
        const auto* type = print.types.find_type(item.type);
        const auto title = type == nullptr ? std::string_view{} : said(type->title, language);
        flow.heading(fmt::format(
            "{}  {}  {} {}",
            title.empty() ? std::string_view{item.type} : title,
            item.number,
            words::filed.in(language),
            day_of(item.committed_at, print.utc_offset)
        ));
        for (const auto& checked : copy.record.fields)
            if (!checked.field.value.empty())
                flow.fact(
                    field_title(type, checked.field.name, language),
                    shown_value(checked, copy.masked)
                );
    }
    const bool has_masked = std::ranges::any_of(copies, [](const store::OwnCopy& copy) {
        return !copy.masked.empty();
    });
    flow.gap(6.0);
    if (has_masked) flow.paragraph(words::masked.in(language));
    return flow.finish(request.number, language);
}

std::string
own_copy_json(const store::DataRequestItem& request, std::span<const store::OwnCopy> copies)
{
    Json records = Json::array();
    for (const auto& copy : copies) {
        Json fields = Json::object();
        for (const auto& checked : copy.record.fields)
            if (!checked.field.value.empty())
                fields[checked.field.name] = shown_value(checked, copy.masked);
        records.push_back(
            {{"number", copy.record.item.number},
             {"type", copy.record.item.type},
             {"filed_at", to_text(copy.record.item.committed_at)},
             {"pages", copy.record.pages.size()},
             {"fields", std::move(fields)},
             {"masked", copy.masked}}
        );
    }
    return Json{{"request", request.number}, {"records", std::move(records)}}.dump(
               1, ' ', false, Json::error_handler_t::replace
           ) +
           "\n";
}

} // namespace dossier::web
