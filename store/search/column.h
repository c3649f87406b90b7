#pragma once
// One column of a segment: which of its 65,536 records have something. Few are a list, many are
// bits: whichever is smaller.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace dossier::store {

/// A bit for each record of a segment.
using Bits = std::array<std::uint64_t, 1024>;

class RecordColumn {
public:
    /// Places come in ascending order, the last one perhaps again.
    void add(std::uint16_t place)
    {
        if (bits_) {
            set(*bits_, place);
            return;
        }
        if (!places_.empty() && places_.back() == place) {
            return;
        }
        places_.push_back(place);
        if (places_.size() > most_places) {
            bits_ = std::make_unique<Bits>();
            add_to(*bits_);
            places_ = {};
        }
    }

    void remove(std::uint16_t place)
    {
        if (bits_) {
            (*bits_)[place / 64U] &= ~(std::uint64_t{1} << place % 64U);
        }
        std::erase(places_, place);
    }

    /// Sets those who are here.
    void add_to(Bits& found) const
    {
        if (!places_.empty()) {
            for (const auto place : places_) {
                set(found, place);
            }
        } else if (bits_) {
            for (std::size_t i = 0; i < found.size(); ++i) {
                found[i] |= (*bits_)[i];
            }
        }
    }

    /// Nothing more is coming.
    void shrink() { places_.shrink_to_fit(); }

    /// Memory held beside its own.
    [[nodiscard]] std::size_t bytes() const
    {
        return places_.capacity() * sizeof(std::uint16_t) + (bits_ ? sizeof(Bits) : 0);
    }

private:
    static constexpr std::size_t most_places = sizeof(Bits) / sizeof(std::uint16_t);

    static void set(Bits& bits, std::uint16_t place)
    {
        bits[place / 64U] |= std::uint64_t{1} << place % 64U;
    }

    std::vector<std::uint16_t> places_;
    std::unique_ptr<Bits> bits_; ///< in place of the list
};

} // namespace dossier::store
