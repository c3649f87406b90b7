#include "web/problem.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace dossier::web {

std::string_view status_title(int status)
{
    switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 422: return "Unprocessable Content";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 503: return "Service Unavailable";
    case 507: return "Insufficient Storage";
    default: return "Internal Server Error";
    }
}

Response problem(const Problem& problem)
{
    nlohmann::ordered_json body{
        {"type", problem.type},
        {"title", status_title(problem.status)},
        {"status", problem.status},
        {"detail", problem.detail},
    };
    if (!problem.fields.empty()) body["fields"] = problem.fields;
    if (problem.offset) body["offset"] = *problem.offset;
    return {
        .status = problem.status,
        .media_type = "application/problem+json",
        .body = body.dump(),
        .headers = {}};
}

Response
problem(int status, std::string_view type, std::string_view detail, std::vector<std::string> fields)
{
    return problem(
        {.status = status,
         .type = std::string{type},
         .detail = std::string{detail},
         .fields = std::move(fields)}
    );
}

Response not_found()
{
    return problem(404, "not_found", "There is nothing at this address, or you may not see it.");
}

} // namespace dossier::web
