#pragma once
// Memory that all executors of a process take turns to work in, and the plan of who lies where in
// it: values whose lives do not overlap share their place, which keeps them in the caches.

#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <vector>

namespace dossier::ocr::net {

class ArenaPlan {
public:
    /// A free place of that many floats, aligned for vector instructions.
    std::size_t take(std::size_t floats);
    void give_back(std::size_t offset);

    /// Floats needed for everything that ever lay here.
    std::size_t size() const { return size_; }

private:
    struct Taken {
        std::size_t offset;
        std::size_t end;
    };

    std::vector<Taken> taken_; ///< by offset
    std::size_t size_ = 0;
};

/// Aligned floats; pages that nobody touches cost nothing.
class Arena {
public:
    explicit Arena(std::size_t floats)
        : floats_(static_cast<float*>(::operator new(floats * sizeof(float), alignment))),
          size_(floats)
    {}

    std::span<float> floats() const { return {floats_.get(), size_}; }

private:
    static constexpr std::align_val_t alignment{4096};

    struct Release {
        void operator()(float* floats) const { ::operator delete(floats, alignment); }
    };

    std::unique_ptr<float, Release> floats_;
    std::size_t size_;
};

} // namespace dossier::ocr::net
