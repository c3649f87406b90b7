#include "capture/decode/pdf_content.h"

#include "capture/box_map.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <qpdf/BufferInputSource.hh>
#include <qpdf/Pipeline.hh>
#include <qpdf/QPDFTokenizer.hh>
#include <stdexcept>

namespace dossier::capture {

namespace {

constexpr std::size_t most_content_bytes = 8'000'000;
constexpr int most_tokens = 2'000'000;
constexpr std::size_t most_pictures = 2'000;
constexpr std::size_t deepest_state = 64;
constexpr int deepest_form = 4;
constexpr std::size_t most_operands = 64;

class CappedSink : public Pipeline {
public:
    explicit CappedSink(std::size_t most) : Pipeline("capped", nullptr), most_(most) {}

    void write(const unsigned char* from, std::size_t length) override
    {
        if (length > most_ - bytes_.size()) {
            is_full_ = true; // qpdf catches what is thrown here, and stops
            throw PdfTooMuch("stream inflates too far");
        }
        bytes_.append(reinterpret_cast<const char*>(from), length);
    }

    void finish() override {}

    [[nodiscard]] bool is_full() const { return is_full_; }

    [[nodiscard]] std::string take() { return std::move(bytes_); }

private:
    std::size_t most_;
    bool is_full_ = false;
    std::string bytes_;
};

struct GraphicsState {
    Affine to_page{1, 0, 0, 0, 1, 0};
    std::array<unsigned char, 3> fill{0, 0, 0};
    bool text_is_visible = true;
};

class ContentReader {
public:
    void read(const std::string& content, const QPDFObjectHandle& resources, int depth);
    [[nodiscard]] std::string stream_bytes(const QPDFObjectHandle& stream);

    [[nodiscard]] PageContent take() { return std::move(result_); }

private:
    void execute(const std::string& word, const QPDFObjectHandle& resources, int depth);
    void place(const QPDFObjectHandle& resources, int depth);
    void enter_form(QPDFObjectHandle form, const QPDFObjectHandle& resources, int depth);
    void set_fill();
    [[nodiscard]] double number(std::size_t from_end) const;

    [[nodiscard]] GraphicsState& state() { return states_.back(); }

    PageContent result_;
    std::vector<GraphicsState> states_{GraphicsState{}};
    std::vector<double> numbers_;
    std::string name_;
    std::size_t shown_ = 0;
    int tokens_ = 0;
    std::size_t bytes_ = 0;
};

/// Fills, strokes, shadings and inline pictures leave marks of their own.
bool paints(std::string_view word)
{
    static constexpr std::array<std::string_view, 11> words{
        "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "ID"};
    return std::ranges::find(words, word) != words.end();
}

double ContentReader::number(std::size_t from_end) const
{
    return from_end < numbers_.size() ? numbers_[numbers_.size() - 1 - from_end] : 0.0;
}

std::string ContentReader::stream_bytes(const QPDFObjectHandle& stream)
{
    auto content = inflated(stream, most_content_bytes - bytes_);
    if (!content) return {};
    bytes_ += content->size();
    return std::move(*content);
}

void ContentReader::read(const std::string& content, const QPDFObjectHandle& resources, int depth)
{
    const auto input = std::make_shared<BufferInputSource>("content", content);
    QPDFTokenizer tokenizer;
    tokenizer.allowEOF();
    const std::size_t outer = states_.size();
    while (true) {
        const auto token = tokenizer.readToken(input, "content", true);
        const auto type = token.getType();
        if (type == QPDFTokenizer::tt_eof) break;
        if (++tokens_ > most_tokens) throw PdfTooMuch("content stream is too long");
        if (type == QPDFTokenizer::tt_integer || type == QPDFTokenizer::tt_real) {
            double value = 0.0;
            const std::string& text = token.getValue();
            std::from_chars(text.data(), text.data() + text.size(), value);
            if (numbers_.size() < most_operands) numbers_.push_back(value);
        } else if (type == QPDFTokenizer::tt_name) {
            name_ = token.getValue();
        } else if (type == QPDFTokenizer::tt_string) {
            shown_ += token.getValue().size();
        } else if (type == QPDFTokenizer::tt_word) {
            if (token.isWord("ID")) tokenizer.expectInlineImage(input);
            execute(token.getValue(), resources, depth);
            numbers_.clear();
            shown_ = 0;
        }
    }
    states_.resize(std::max<std::size_t>(std::min(outer, states_.size()), 1));
}

void ContentReader::execute(const std::string& word, const QPDFObjectHandle& resources, int depth)
{
    if (word == "q") {
        if (states_.size() >= deepest_state) throw PdfTooMuch("graphics states nest too deep");
        states_.push_back(states_.back());
    } else if (word == "Q") {
        if (states_.size() > 1) states_.pop_back();
    } else if (word == "cm") {
        const Affine by{number(5), number(3), number(1), number(4), number(2), number(0)};
        state().to_page = chained(by, state().to_page);
    } else if (word == "Do") {
        place(resources, depth);
    } else if (word == "g" || word == "rg" || word == "k" || word == "sc" || word == "scn") {
        set_fill();
    } else if (word == "Tr") {
        const double mode = number(0);
        state().text_is_visible = mode != 3 && mode != 7;
    } else if (paints(word)) {
        result_.is_drawn_on_top = true;
    } else if (word == "Tj" || word == "TJ" || word == "'" || word == "\"") {
        if (state().text_is_visible) result_.text_on_top += shown_;
    }
}

void ContentReader::set_fill()
{
    const auto level = [](double value) {
        return static_cast<unsigned char>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
    };
    switch (numbers_.size()) {
    case 1: state().fill.fill(level(number(0))); break;
    case 3: state().fill = {level(number(0)), level(number(1)), level(number(2))}; break;
    case 4: {
        const double paper = 1 - number(0);
        state().fill = {
            level((1 - number(1)) * paper),
            level((1 - number(2)) * paper),
            level((1 - number(3)) * paper)};
        break;
    }
    default: break;
    }
}

void ContentReader::place(const QPDFObjectHandle& resources, int depth)
{
    QPDFObjectHandle all(resources);
    if (!all.isDictionary()) return;
    QPDFObjectHandle objects = all.getKey("/XObject");
    if (!objects.isDictionary()) return;
    QPDFObjectHandle object = objects.getKey(name_);
    if (!object.isStream()) return;
    QPDFObjectHandle kind = object.getDict().getKey("/Subtype");
    if (kind.isNameAndEquals("/Image")) {
        if (result_.pictures.size() >= most_pictures) throw PdfTooMuch("too many pictures");
        result_.pictures.push_back({object, state().to_page, state().fill});
        result_.text_on_top = 0;
        result_.is_drawn_on_top = false;
    } else if (kind.isNameAndEquals("/Form")) {
        enter_form(object, resources, depth);
    }
}

void ContentReader::enter_form(QPDFObjectHandle form, const QPDFObjectHandle& resources, int depth)
{
    if (depth >= deepest_form) throw PdfTooMuch("forms nest too deep");
    if (states_.size() >= deepest_state) throw PdfTooMuch("graphics states nest too deep");
    QPDFObjectHandle dictionary = form.getDict();
    QPDFObjectHandle own = dictionary.getKey("/Resources");
    QPDFObjectHandle matrix = dictionary.getKey("/Matrix");
    states_.push_back(states_.back());
    if (matrix.isMatrix()) {
        const auto m = matrix.getArrayAsMatrix();
        state().to_page = chained({m.a, m.c, m.e, m.b, m.d, m.f}, state().to_page);
    }
    const std::size_t inside = states_.size();
    read(stream_bytes(form), own.isDictionary() ? own : resources, depth + 1);
    if (states_.size() >= inside && states_.size() > 1) states_.resize(inside - 1);
}

} // namespace

std::optional<std::string> inflated(QPDFObjectHandle stream, std::size_t most)
{
    CappedSink sink(most);
    bool was_filtered = false;
    const bool done = stream.pipeStreamData(
        &sink,
        &was_filtered,
        0,
        qpdf_dl_generalized,
        /*suppress_warnings=*/true,
        /*will_retry=*/false
    );
    if (sink.is_full()) throw PdfTooMuch("stream inflates too far");
    if (!done || !was_filtered) return std::nullopt;
    return sink.take();
}

PageContent content_of(QPDFObjectHandle page, const QPDFObjectHandle& resources)
{
    constexpr int most_parts = 1'000;
    ContentReader reader;
    std::string all;
    QPDFObjectHandle contents = page.getKey("/Contents");
    if (contents.isStream()) all = reader.stream_bytes(contents);
    if (contents.isArray())
        for (int i = 0; i < std::min(contents.getArrayNItems(), most_parts); ++i)
            if (contents.getArrayItem(i).isStream())
                all += reader.stream_bytes(contents.getArrayItem(i)) + "\n";
    reader.read(all, resources, 0);
    return reader.take();
}

} // namespace dossier::capture
