#pragma once
// The little of CBOR (RFC 8949) that crosses the process boundary: definite maps with text keys in
// a fixed order, arrays, text, bytes, integers, booleans and doubles. CborWriter and CborReader
// have the same members, so that one description of a type (wire.cpp) serves both directions.
//
// The reader trusts nothing: it reads straight into typed values, so nesting deeper than the types
// have, unknown keys and indefinite lengths have nowhere to go; every length is checked against the
// bytes that are really there before anything is allocated. After the first error it does nothing.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

class CborWriter {
public:
    static constexpr bool reads = false;

    void object(std::size_t members);
    void key(std::string_view name);
    /// Writes the head of an array.
    void array(std::size_t size);
    void text(std::string_view value);
    void bytes(std::span<const std::byte> value);
    void integer(std::int64_t value);
    void boolean(bool value);
    void number(double value);

    std::vector<std::byte> take() { return std::move(out_); }

private:
    void head(unsigned major, std::uint64_t argument);
    void put(std::string_view text);
    std::vector<std::byte> out_;
};

class CborReader {
public:
    static constexpr bool reads = true;

    explicit CborReader(std::span<const std::byte> in) : in_(in) {}

    void object(std::size_t members);
    void key(std::string_view name);
    /// The size of the array that starts here, 0 after an error.
    std::size_t array(std::size_t limit);
    std::string text(std::size_t limit);
    std::vector<std::byte> bytes(std::size_t limit);
    std::int64_t integer(std::int64_t least, std::int64_t most);
    bool boolean();
    double number(double least, double most);

    /// Marks the input as broken; the first reason stays.
    void fail(std::string_view reason);

    /// Everything was read, and nothing is left over.
    bool is_complete() const { return reason_.empty() && at_ == in_.size(); }

    bool has_failed() const { return !reason_.empty(); }

    /// Why reading stopped; empty when it did not.
    const std::string& reason() const { return reason_; }

private:
    struct Head {
        unsigned major = 0;
        unsigned low = 0;
        std::uint64_t argument = 0;
    };

    Head head();
    std::span<const std::byte> body(unsigned major, std::size_t limit);
    std::span<const std::byte> in_;
    std::size_t at_ = 0;
    std::string reason_;
};

/// Well-formed UTF-8 (no overlong forms, no surrogates) without control characters but newline.
bool is_clean_utf8(std::string_view text);

} // namespace dossier::ocr
