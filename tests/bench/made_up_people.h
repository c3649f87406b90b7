#pragma once
// Made-up customers, as many as wanted: names with the surnames that are common and given names at
// random, companies, addresses, numbers. The same seed, the same people.

#include "verify/examine.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::bench {

struct MadeUpPerson {
    std::string name;
    std::string id_number;
    std::string mobile;
    std::string employer;
    std::string address;
};

class MadeUpPeople {
public:
    explicit MadeUpPeople(std::uint32_t seed) : random_(seed) {}

    MadeUpPerson next();

private:
    std::size_t below(std::size_t count)
    {
        return std::uniform_int_distribution<std::size_t>(0, count - 1)(random_);
    }

    std::string one_of(const std::vector<std::string>& list) { return list[below(list.size())]; }

    std::string digits(std::size_t count);

    std::mt19937 random_;
};

} // namespace dossier::bench
