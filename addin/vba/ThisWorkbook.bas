Attribute VB_Name = "ThisWorkbook"
Option Explicit

Private Sub Workbook_Open()
    RegisterHelpSoon
End Sub
