#include "ocr/child/memory.h"

#include <opencv2/core/mat.hpp>

#include <cstddef>
#include <iterator>
#include <limits>
#include <malloc.h>
#include <map>
#include <sys/mman.h>

namespace dossier::ocr {
namespace {

/// Pictures in one range of addresses, of which the lowest that are free are taken first, so that
/// few are ever touched. What does not fit there is OpenCV's business. One thread.
class PictureMemory final : public cv::MatAllocator {
public:
    PictureMemory()
    {
        void* const range = ::mmap(
            nullptr, all, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0
        );
        if (range == MAP_FAILED) return;
        // A wish: without large pages all is as before.
        static_cast<void>(::madvise(range, all, MADV_HUGEPAGE));
        start_ = static_cast<unsigned char*>(range);
        free_.emplace(0, all);
    }

    cv::UMatData* allocate(
        int dims,
        const int* sizes,
        int type,
        void* given,
        std::size_t* step,
        cv::AccessFlag flags,
        cv::UMatUsageFlags usage
    ) const override
    {
        auto total = static_cast<std::size_t>(CV_ELEM_SIZE(type));
        for (int i = dims - 1; i >= 0; --i) {
            if (given == nullptr && step != nullptr) step[i] = total;
            total *= static_cast<std::size_t>(sizes[i]);
        }
        const auto place = given != nullptr || total < least ? free_.end() : room_for(total);
        if (place == free_.end())
            return cv::Mat::getStdAllocator()->allocate(
                dims, sizes, type, given, step, flags, usage
            );
        auto* const data = new cv::UMatData(this);
        data->size = total;
        data->data = data->origdata = start_ + take(place, total);
        return data;
    }

    bool allocate(cv::UMatData* data, cv::AccessFlag, cv::UMatUsageFlags) const override
    {
        return data != nullptr;
    }

    void deallocate(cv::UMatData* data) const override
    {
        if (data == nullptr) return;
        give_back(static_cast<std::size_t>(data->origdata - start_), rounded(data->size));
        data->origdata = nullptr;
        delete data;
    }

private:
    using Free = std::map<std::size_t, std::size_t>; ///< from where, how much

    static constexpr std::size_t all = std::size_t{1} << 30U;
    static constexpr std::size_t least = std::size_t{256} << 10U; // what is smaller malloc keeps

    static std::size_t rounded(std::size_t size)
    {
        constexpr std::size_t page = 4096;
        return (size + page - 1) / page * page;
    }

    [[nodiscard]] Free::iterator room_for(std::size_t size) const
    {
        auto at = free_.begin();
        while (at != free_.end() && at->second < rounded(size))
            ++at;
        return at;
    }

    std::size_t take(Free::iterator place, std::size_t size) const
    {
        const auto [start, room] = *place;
        free_.erase(place);
        size = rounded(size);
        if (room > size) free_.emplace(start + size, room - size);
        return start;
    }

    void give_back(std::size_t start, std::size_t size) const
    {
        auto next = free_.lower_bound(start);
        if (next != free_.end() && next->first == start + size) {
            size += next->second;
            next = free_.erase(next);
        }
        if (next != free_.begin()) {
            const auto before = std::prev(next);
            if (before->first + before->second == start) {
                before->second += size;
                return;
            }
        }
        free_.emplace(start, size);
    }

    unsigned char* start_ = nullptr;
    mutable Free free_;
};

} // namespace

void keep_freed_memory()
{
    ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    static PictureMemory& pictures = *new PictureMemory; // pictures may outlive all statics
    cv::Mat::setDefaultAllocator(&pictures);
}

} // namespace dossier::ocr
