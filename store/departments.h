#pragma once
// Departments of the site, and what an account may be appointed to.

#include "capture/facts.h"
#include "store/scope.h"

#include <string>

namespace dossier::store {

struct Department {
    std::string id;
    std::string name;
    capture::Instant created_at{};
};

/// What a person does, and where. `role`: one or several roles, parted by commas. `department`: its
/// id, empty for the whole site. `manages`: sees and changes all of that department.
struct Appointment {
    std::string role;
    std::string department{};
    bool manages = false;
};

} // namespace dossier::store
