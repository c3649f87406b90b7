#include "tests/capture/files.h"

#include <fmt/format.h>

namespace dossier::capture {

std::string pdf_stream(const std::string& dictionary, const std::string& content)
{
    return fmt::format(
        "<<{} /Length {}>>\nstream\n{}\nendstream", dictionary, content.size(), content
    );
}

File as_pdf(const std::vector<std::string>& objects)
{
    std::string pdf = "%PDF-1.5\n";
    std::string table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", pdf.size());
        pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    const std::size_t at = pdf.size();
    pdf += table +
           fmt::format(
               "trailer\n<</Size {} /Root 1 0 R>>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, at
           );
    return file_of(pdf.data(), pdf.size());
}

File pdf_with_picture(
    const std::string& picture, const std::string& content, const std::string& page
)
{
    return as_pdf(
        {"<</Type /Catalog /Pages 2 0 R>>",
         "<</Type /Pages /Count 1 /Kids [3 0 R] /MediaBox [0 0 595 842]>>",
         "<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</XObject <</Im 5 0 R>> >> " +
             page + ">>",
         pdf_stream("", content),
         picture}
    );
}

} // namespace dossier::capture
