#pragma once
// A folder of real pictures through the real reader. It is private and given from outside.

#include "ocr/document_type.h"
#include "ocr/reading.h"
#include "verify/examine.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace dossier::bench {

/// Which of the files: odd numbers were developed on, even ones only looked at.
enum class Half { both, odd, even };

struct FolderOptions {
    std::filesystem::path reader;
    std::filesystem::path types;
    std::filesystem::path models; ///< of the second recogniser; none: Tesseract alone
    std::filesystem::path folder;
    Half half = Half::both;
    unsigned jobs = 1;
    bool show = false; ///< every value, with what was read: private
};

/// One picture read; without documents where it could not be.
struct ReadPicture {
    std::string file;
    double seconds = 0.0;
    std::vector<verify::CheckedDocument> documents;
    std::vector<ocr::Line> lines; ///< the text of its pages
};

/// The main of a bench on such a folder: FOLDER [odd | even] [--jobs N] [--show] [--alone], where
/// --alone reads with Tesseract only. 2 where the arguments are something else or it throws.
[[nodiscard]] int
run(const char* bench, std::span<char*> arguments, void (*measure)(const FolderOptions& options));

/// A JSON file of the folder. Throws where there is none.
[[nodiscard]] nlohmann::json load_json(const std::filesystem::path& file);

/// The members of `truth` whose names are in that half: files, in the order of their names.
[[nodiscard]] std::vector<std::string> files_in(const nlohmann::json& truth, Half half);

/// Reads the pictures in their order, `jobs` at once.
[[nodiscard]] std::vector<ReadPicture>
read_pictures(const FolderOptions& options, const std::vector<std::string>& files);

/// Mean seconds a picture.
[[nodiscard]] double mean_seconds(const std::vector<ReadPicture>& pictures);

} // namespace dossier::bench
