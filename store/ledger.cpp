#include "store/ledger.h"

#include "capture/sheets.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace dossier::store {
namespace {

using capture::PageRole;

/// One image with the file it stands in.
struct Image {
    const LedgerFile* file;
    const LedgerPage* page;
};

struct ImagePlace {
    std::optional<OriginalId> original_id;
    int page_no = -1;
};

ImagePlace place_of(const Image& image)
{
    return {image.file->original_id, image.page->page_no};
}

std::vector<Image> images_of(std::span<const LedgerFile> files)
{
    std::vector<Image> images;
    for (const auto& file : files) {
        for (const auto& page : file.pages) {
            images.push_back({&file, &page});
        }
    }
    return images;
}

/// The images as sheets of paper, counted as the files were split.
std::vector<capture::Sheet> sheets_of(const std::vector<Image>& images, int sides)
{
    std::vector<capture::PageFacts> pages;
    for (const auto& image : images) {
        auto& page = pages.emplace_back();
        page.role = image.page->role;
        page.blank = image.page->blank;
    }
    return capture::sheets_of(pages, sides);
}

class Ledger {
public:
    Ledger(
        const Announced& announced,
        std::span<const LedgerFile> files,
        std::span<const LedgerDocument> documents
    )
        : announced_(announced),
          files_(files),
          documents_(documents),
          images_(images_of(files)),
          sheets_(sheets_of(images_, announced.sides))
    {}

    Balance take()
    {
        count_files();
        count_sheets();
        count_images();
        count_documents();
        find_wrong_files();
        find_wrong_pages();
        if (counts().unread == 0) {
            compare_with_announced();
        }
        return std::move(balance_);
    }

private:
    [[nodiscard]] LedgerCounts& counts() { return balance_.counts; }

    void say(ImbalanceKind kind, int expected, int found, const ImagePlace& place)
    {
        balance_.imbalances.push_back(
            {.kind = kind,
             .expected = expected,
             .found = found,
             .original_id = place.original_id,
             .page_no = place.page_no}
        );
    }

    void count_files()
    {
        counts().files = static_cast<int>(files_.size());
        for (const auto& file : files_) {
            counts().repeats += file.is_repeat ? 1 : 0;
            counts().unread += file.state == OriginalState::received ? 1 : 0;
            counts().unreadable += file.state == OriginalState::quarantined ? 1 : 0;
        }
    }

    void count_sheets()
    {
        for (const auto& sheet : sheets_) {
            switch (sheet.role) {
            case PageRole::cover_sheet: ++counts().cover_sheets; break;
            case PageRole::separator: ++counts().separators; break;
            case PageRole::content: ++counts().sheets; break;
            }
        }
    }

    void count_images()
    {
        counts().images = static_cast<int>(images_.size());
        for (const auto& image : images_) {
            if (image.page->role != PageRole::content) {
                continue;
            }
            ++(image.page->blank ? counts().blanks : counts().content);
        }
    }

    void count_documents()
    {
        counts().documents = static_cast<int>(documents_.size());
        for (const auto& document : documents_) {
            switch (document.state) {
            case DocumentState::review: ++counts().in_review; break;
            case DocumentState::committed: ++counts().committed; break;
            case DocumentState::rejected: ++counts().rejected; break;
            }
            if (document.rescan && document.rescan->scanned_by.empty()) {
                ++counts().rescans;
            }
            if (document.state == DocumentState::committed && !document.is_kept) {
                const int page = document.pages.empty() ? -1 : document.pages.front();
                say(ImbalanceKind::document_not_kept, 1, 0, {document.original_id, page});
            }
        }
    }

    void find_wrong_files()
    {
        for (const auto& file : files_) {
            if (file.state == OriginalState::quarantined) {
                say(ImbalanceKind::file_unreadable, 1, 0, {file.original_id, -1});
            }
        }
    }

    void find_wrong_pages()
    {
        for (const auto& sheet : sheets_) {
            const auto sides = images_of_sheet(sheet);
            if (sheet.role == PageRole::cover_sheet && sheet.first > 0) {
                const bool on_front = sides.front().page->role == PageRole::cover_sheet;
                say(ImbalanceKind::cover_inside,
                    1,
                    2,
                    place_of(on_front ? sides.front() : sides.back()));
            }
            for (const auto& image : sides) {
                const auto& page = *image.page;
                if (page.role == PageRole::content && !page.blank && !page.in_document &&
                    !page.is_waiting) {
                    say(ImbalanceKind::page_unassigned, 1, 0, place_of(image));
                }
            }
        }
    }

    [[nodiscard]] std::span<const Image> images_of_sheet(const capture::Sheet& sheet) const
    {
        return std::span(images_).subspan(
            static_cast<std::size_t>(sheet.first), static_cast<std::size_t>(sheet.count)
        );
    }

    /// A sheet of which one side is missing shows at the end of its run between separators; it lies
    /// where a file of the run has an odd number of images. (A cover's or separator's blank back
    /// may be dropped, that loses nothing.)
    void find_missing_sides()
    {
        std::size_t run = 0; // its first image
        for (const auto& sheet : sheets_) {
            const auto end =
                static_cast<std::size_t>(sheet.first) + static_cast<std::size_t>(sheet.count);
            if (sheet.role != PageRole::content) {
                run = end;
            } else if (announced_.sides == 2 && sheet.count == 1) {
                const auto images = static_cast<int>(images_.size());
                say(ImbalanceKind::side_missing,
                    images + 1,
                    images,
                    {odd_file(std::span(images_).subspan(run, end - run)), -1});
                run = end;
            }
        }
    }

    /// The first file that has an odd number of these images, which are odd in number.
    [[nodiscard]] static OriginalId odd_file(std::span<const Image> images)
    {
        std::size_t begin = 0;
        for (std::size_t i = 1; i < images.size(); ++i) {
            if (images[i].file == images[begin].file) {
                continue;
            }
            if ((i - begin) % 2 != 0) {
                break;
            }
            begin = i;
        }
        return images[begin].file->original_id;
    }

    void compare_with_announced()
    {
        find_missing_sides();
        compare(
            announced_.files,
            counts().files,
            ImbalanceKind::files_missing,
            ImbalanceKind::files_extra,
            suspect_of_sheets()
        );
        compare(
            announced_.sheets,
            counts().sheets,
            ImbalanceKind::sheets_missing,
            ImbalanceKind::sheets_extra,
            suspect_of_sheets()
        );
        if (announced_.separators >= 0 && announced_.separators != counts().separators) {
            const bool missing = counts().separators < announced_.separators;
            say(missing ? ImbalanceKind::separators_missing : ImbalanceKind::separators_extra,
                announced_.separators,
                counts().separators,
                longest_run());
        }
    }

    void compare(
        int expected, int found, ImbalanceKind missing, ImbalanceKind extra, const ImagePlace& place
    )
    {
        if (expected > 0 && expected != found) {
            say(found < expected ? missing : extra, expected, found, place);
        }
    }

    [[nodiscard]] ImagePlace last_file() const
    {
        return files_.empty() ? ImagePlace{} : ImagePlace{files_.back().original_id, -1};
    }

    /// Where sheets were lost or doubled: at an unreadable file, at a sheet with one side, where
    /// the files' numbering has a gap; else at the end of the stack, where a feeder stops.
    [[nodiscard]] ImagePlace suspect_of_sheets() const
    {
        for (const auto& known : balance_.imbalances) {
            if (known.kind == ImbalanceKind::file_unreadable ||
                known.kind == ImbalanceKind::side_missing) {
                return {known.original_id, known.page_no};
            }
        }
        for (std::size_t i = 1; i < files_.size(); ++i) {
            if (numbers_between(files_[i - 1], files_[i]) > 0) {
                return {files_[i].original_id, -1};
            }
        }
        return last_file();
    }

    /// The middle of the most pages in a row without a separator: one was likely missed there.
    [[nodiscard]] ImagePlace longest_run() const
    {
        std::size_t begin = 0;
        std::size_t best_begin = 0;
        std::size_t best = 0;
        for (std::size_t i = 0; i <= images_.size(); ++i) {
            if (i < images_.size() && images_[i].page->role == PageRole::content) {
                continue;
            }
            if (i - begin > best) {
                best = i - begin;
                best_begin = begin;
            }
            begin = i + 1;
        }
        return best == 0 ? last_file() : place_of(images_[best_begin + best / 2]);
    }

    struct Numbered {
        std::string_view before;
        std::string_view after;
        int number = -1;
    };

    /// `scan-0007.tif` is number 7 between `scan-` and `.tif`.
    [[nodiscard]] static Numbered numbered(std::string_view name)
    {
        constexpr auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
        const auto dot = std::min(name.rfind('.'), name.size());
        auto first = dot;
        while (first > 0 && is_digit(name[first - 1])) {
            --first;
        }
        Numbered result{name.substr(0, first), name.substr(dot)};
        int number = -1;
        const auto [end, error] = std::from_chars(name.data() + first, name.data() + dot, number);
        if (error == std::errc{} && dot > first) {
            result.number = number;
        }
        return result;
    }

    /// How many numbers are left out between two files of one series; 0 where they are none.
    [[nodiscard]] static int numbers_between(const LedgerFile& one, const LedgerFile& next)
    {
        constexpr int most = 100; // more than that is another series
        const auto a = numbered(one.source_name);
        const auto b = numbered(next.source_name);
        const bool is_series = a.number >= 0 && b.number > a.number && a.before == b.before &&
                               a.after == b.after && b.number - a.number <= most;
        return is_series ? b.number - a.number - 1 : 0;
    }

    const Announced& announced_;
    std::span<const LedgerFile> files_;
    std::span<const LedgerDocument> documents_;
    std::vector<Image> images_;
    std::vector<capture::Sheet> sheets_;
    Balance balance_;
};

} // namespace

Balance balance(
    const Announced& announced,
    std::span<const LedgerFile> files,
    std::span<const LedgerDocument> documents
)
{
    return Ledger{announced, files, documents}.take();
}

} // namespace dossier::store
