#include "ocr/child/tesseract_engine.h"

#include "ocr/child_reader.h"
#include "ocr/lstm/lstm_engine.h"

#include <tesseract/baseapi.h>
#include <tesseract/resultiterator.h>

#include <algorithm>

namespace dossier::ocr {
namespace {

using tesseract::RIL_SYMBOL;
using tesseract::RIL_WORD;
using Text = std::unique_ptr<char[]>; // NOLINT: Tesseract returns char* to be freed with delete[]

void load(tesseract::TessBaseAPI& api, const char* language)
{
    if (api.Init(nullptr, language, tesseract::OEM_LSTM_ONLY) != 0) {
        throw EngineError(
            std::string("the Tesseract model '") + language +
            "' cannot be loaded (package tesseract-ocr-...)"
        );
    }
    api.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    // Names and addresses are not in any word list; the list only bends them.
    api.SetVariable("tessedit_enable_dict_correction", "0");
    api.SetVariable("debug_file", "/dev/null");
}

double probability(float confidence)
{
    return std::clamp(static_cast<double>(confidence) / 100.0, 0.0, 1.0);
}

std::vector<Candidate> read_candidates(const tesseract::ResultIterator& at, const std::string& best)
{
    constexpr std::size_t most = 6;
    std::vector<Candidate> candidates;
    tesseract::ChoiceIterator choice(at);
    do {
        const char* text = choice.GetUTF8Text(); // owned by the iterator
        if (text == nullptr || *text == '\0' || best == text) continue;
        candidates.push_back({text, probability(choice.Confidence())});
    } while (candidates.size() < most && choice.Next());
    return candidates;
}

std::vector<Symbol> read_symbols(tesseract::ResultIterator& at)
{
    std::vector<Symbol> symbols;
    do {
        const Text text(at.GetUTF8Text(RIL_SYMBOL));
        if (text == nullptr || text[0] == '\0' || text[0] == ' ') continue;
        int left = 0;
        int top = 0;
        int right = 0;
        int bottom = 0;
        at.BoundingBox(RIL_SYMBOL, &left, &top, &right, &bottom);
        symbols.push_back({
            .text = text.get(),
            .box = {left, top, right - left, bottom - top},
            .confidence = probability(at.Confidence(RIL_SYMBOL)),
            .space_before = at.IsAtBeginningOf(RIL_WORD) && !symbols.empty(),
            .alternatives = read_candidates(at, text.get()),
        });
    } while (at.Next(RIL_SYMBOL));
    return symbols;
}

std::vector<Symbol> read_line(tesseract::TessBaseAPI& api, const cv::Mat& line)
{
    api.SetImage(line.data, line.cols, line.rows, 1, static_cast<int>(line.step));
    api.SetSourceResolution(300);
    std::vector<Symbol> symbols;
    if (api.Recognize(nullptr) == 0) {
        const std::unique_ptr<tesseract::ResultIterator> at(api.GetIterator());
        if (at != nullptr) symbols = read_symbols(*at);
    }
    api.Clear();
    return symbols;
}

} // namespace

struct TesseractEngine::Models {
    tesseract::TessBaseAPI chinese;
    tesseract::TessBaseAPI traditional;
    tesseract::TessBaseAPI ascii;

    tesseract::TessBaseAPI& for_alphabet(Alphabet alphabet)
    {
        switch (alphabet) {
        case Alphabet::chinese: return chinese;
        case Alphabet::traditional: return traditional;
        case Alphabet::ascii: return ascii;
        }
        return chinese;
    }
};

TesseractEngine::TesseractEngine() : models_(std::make_unique<Models>())
{
    load(models_->chinese, "chi_sim");
    load(models_->traditional, "chi_tra");
    load(models_->ascii, "eng");
}

TesseractEngine::~TesseractEngine() = default;

std::vector<Symbol> TesseractEngine::recognise(const cv::Mat& line, Alphabet alphabet, Care)
{
    return read_line(models_->for_alphabet(alphabet), line);
}

std::unique_ptr<Engine> load_tesseract()
{
    if (!lstm::can_run_networks()) return std::make_unique<TesseractEngine>();
    // It knows where its models are, and without a language it loads none.
    tesseract::TessBaseAPI api;
    if (api.Init(nullptr, "", tesseract::OEM_LSTM_ONLY) != 0)
        throw EngineError("Tesseract does not say where its models are");
    try {
        return std::make_unique<lstm::LstmEngine>(api.GetDatapath());
    } catch (const lstm::OtherModel&) {
        return std::make_unique<TesseractEngine>();
    } catch (const lstm::ModelError& error) {
        throw EngineError(error.what());
    }
}

} // namespace dossier::ocr
