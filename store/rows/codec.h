#pragma once
// What lies inside sealed rows, as CBOR. Private to the archive: no other folder sees this JSON.

#include "store/data_requests.h"
#include "store/loans.h"
#include "store/search.h"
#include "store/types.h"
#include "verify/acceptance.h"
#include "verify/search_terms.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dossier::store {

struct OriginalBody {
    std::string source_name;
    std::string sha256;
    verify::Announced announced{}; ///< not written when empty, and not there in older rows
};

struct PageBody {
    capture::PageFacts facts;
    std::optional<PreviewFacts> preview;
    std::string object_id; ///< of the preview; the row's column must say the same
    std::int64_t size = 0;
    std::vector<TextLine> lines{}; ///< on the preview; not there in older rows
};

/// What an upload's first part says of the whole file.
struct UploadBody {
    std::string source_name;
    std::string sha256;
};

/// A document's values as they stand, or a record's as committed. What people found where two must
/// find the same and what is shown in the place of a known value, both by field, and the wish for a
/// new scan are not there in older rows.
struct DocumentBody {
    verify::CheckedDocument checked;
    std::map<std::string, std::string> as_read;
    std::map<std::string, std::string> reasons;
    std::map<std::string, std::vector<verify::Keying>> keyings{};
    std::map<std::string, std::string> planted{};
    std::optional<RescanRequest> rescan{};
};

/// What a correction says besides its columns.
struct CorrectionBody {
    std::string before;
    std::string after;
    std::string reason;
    std::string decline_reason;
    std::vector<verify::Finding> findings;
};

/// A term of a record; `is_former`: from before a correction.
struct RecordTerm {
    verify::SearchTerm term;
    bool is_former = false;
};

/// What a record is found by.
struct SearchBody {
    RecordFacts facts;
    std::vector<RecordTerm> terms;
};

/// What people say of a disposal, and what was signed in the end.
struct DisposalTexts {
    std::string reason;
    std::string certificate;
};

/// A document type as text, and why it was published; a specimen's name is such a text, too.
struct TypeTexts {
    std::string text;
    std::string reason;
};

struct HoldTexts {
    std::string reason;
    std::string release_reason;
};

/// What a request says besides its columns; `answer` is a word.
struct DataRequestBody {
    std::string name;
    std::string id_number;
    std::string contact;
    std::string represented_by;
    std::string wish;
    std::string proof;
    std::string answer;
    std::string answer_text;
    std::string answer_reason;
    std::string note;
    std::vector<FoundItem> found;
    std::int64_t extended_from = 0; ///< a day; 0: it was never extended
    std::string extension_reason;
};

/// What a person found in a document, without its values.
struct SeenBody {
    std::vector<verify::SeenValue> values;
    bool has_doubts = false;
};

/// What came back from a service outside.
struct ExternalEvidence {
    std::string answer_sha256; ///< in hex, of the answer's bytes; empty where a code came back
    std::string reference;     ///< the service's own number for it
};

/// What a batch says besides its columns. `receipt` is empty until it was issued.
struct BatchBody {
    Announced announced;
    std::string accepted_by;
    std::string accepted_because;
    std::string receipt;
};

[[nodiscard]] Bytes encode(const OriginalBody& body);
[[nodiscard]] Bytes encode(const PageBody& body);
[[nodiscard]] Bytes encode(const DocumentBody& body);
[[nodiscard]] Bytes encode(const BatchBody& body);
[[nodiscard]] Bytes encode(const UploadBody& body);
[[nodiscard]] Bytes encode(const SeenBody& body);
[[nodiscard]] Bytes encode(const ExternalEvidence& evidence);
[[nodiscard]] Bytes encode(const CorrectionBody& body);
[[nodiscard]] Bytes encode(const SearchBody& body);
[[nodiscard]] Bytes encode_texts(const std::vector<std::string>& texts);
/// What a loan says besides its columns.
[[nodiscard]] Bytes encode(const Loan& loan);
/// What a change of a filing says besides its columns.
[[nodiscard]] Bytes encode(const FilingChange& change);

/// These throw Tampered(`name`) when authentic bytes are not of this format.
[[nodiscard]] OriginalBody
decode_original(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] PageBody decode_page(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] DocumentBody
decode_document(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] BatchBody decode_batch(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] ExternalEvidence
decode_evidence(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] Bytes encode(const DisposalTexts& texts);
[[nodiscard]] DisposalTexts
decode_disposal_texts(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] Bytes encode(const DataRequestBody& body);
[[nodiscard]] DataRequestBody
decode_data_request(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] Bytes encode(const TypeTexts& texts);
[[nodiscard]] TypeTexts decode_type_texts(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] Bytes encode(const HoldTexts& texts);
[[nodiscard]] HoldTexts decode_hold_texts(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] SeenBody decode_seen(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] CorrectionBody
decode_correction(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] SearchBody decode_search(std::span<const std::byte> cbor, const std::string& name);
[[nodiscard]] std::vector<std::string>
decode_texts(std::span<const std::byte> cbor, const std::string& name);
/// Into a loan whose columns are read.
void decode_loan(std::span<const std::byte> cbor, const std::string& name, Loan& loan);
/// Into a change whose columns are read.
void decode_filing_change(
    std::span<const std::byte> cbor, const std::string& name, FilingChange& change
);
[[nodiscard]] UploadBody decode_upload(std::span<const std::byte> cbor, const std::string& name);

} // namespace dossier::store
