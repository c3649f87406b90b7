#include "capture/image/forest.h"

#include "capture/image/bit_rows.h"

#include <algorithm>
#include <utility>

namespace dossier::capture {
namespace {

std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

void Forest::add_row(const std::uint64_t* words, int columns, int y)
{
    runs_.clear();
    std::size_t from = 0;
    for_each_run(words, columns, [&](int first, int last) {
        Run run{first, last, -1};
        while (from < above_.size() && above_[from].last < first)
            ++from;
        for (std::size_t i = from; i < above_.size() && above_[i].first <= last; ++i) {
            if (run.component < 0)
                run.component = above_[i].component;
            else
                unite(run.component, above_[i].component);
        }
        if (run.component < 0) {
            run.component = add({{first, y, last - first, 1}, last - first});
        } else {
            grow(run.component, run, y);
        }
        runs_.push_back(run);
    });
    std::swap(above_, runs_);
}

std::vector<Component> Forest::roots() const
{
    std::vector<Component> roots;
    for (std::size_t i = 0; i < parent_.size(); ++i) {
        if (parent_[i] == static_cast<int>(i)) roots.push_back(components_[i]);
    }
    return roots;
}

int Forest::add(const Component& component)
{
    parent_.push_back(static_cast<int>(parent_.size()));
    components_.push_back(component);
    return parent_.back();
}

void Forest::grow(int leaf, const Run& run, int y)
{
    Component& whole = components_[at(root_of(leaf))];
    const int left = std::min(whole.box.x, run.first);
    whole.box.width = std::max(whole.box.x + whole.box.width, run.last) - left;
    whole.box.x = left;
    whole.box.height = y + 1 - whole.box.y;
    whole.area += run.last - run.first;
}

/// The older of the two goes on.
void Forest::unite(int a, int b)
{
    const int older = std::min(root_of(a), root_of(b));
    const int younger = std::max(root_of(a), root_of(b));
    if (older == younger) return;
    parent_[at(younger)] = older;
    Component& whole = components_[at(older)];
    const Component& part = components_[at(younger)];
    const int right = std::max(whole.box.x + whole.box.width, part.box.x + part.box.width);
    const int bottom = std::max(whole.box.y + whole.box.height, part.box.y + part.box.height);
    whole.box.x = std::min(whole.box.x, part.box.x);
    whole.box.y = std::min(whole.box.y, part.box.y);
    whole.box.width = right - whole.box.x;
    whole.box.height = bottom - whole.box.y;
    whole.area += part.area;
}

/// By union with path halving.
int Forest::root_of(int leaf)
{
    while (parent_[at(leaf)] != leaf) {
        parent_[at(leaf)] = parent_[at(parent_[at(leaf)])];
        leaf = parent_[at(leaf)];
    }
    return leaf;
}

} // namespace dossier::capture
