#pragma once
// What store throws: only failures that nobody nearby has a plan for. Expected failures (a lost
// update, a wrong password) are values. No text here ever contains a field value or a secret.

#include <stdexcept>
#include <string>

namespace dossier::store {

/// The environment failed: disk full, database gone, data folder in use.
class Error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// A sealed byte or a protected row is not what this service wrote. `object` names it
/// (`attachment 3f…`, `document 07…`, `audit entry 12`).
class Tampered : public Error {
public:
    explicit Tampered(std::string object)
        : Error("altered or damaged: " + object),
          object_(std::move(object))
    {}

    [[nodiscard]] const std::string& object() const { return object_; }

private:
    std::string object_;
};

} // namespace dossier::store
