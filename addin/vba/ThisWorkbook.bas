Attribute VB_Name = "ThisWorkbook"
Option Explicit

' Excel cannot register help while it is still opening the add-in.
Private Sub Workbook_Open()
    On Error Resume Next
    Application.OnTime Now, "'" & Me.Name & "'!EntityCheckHelp.RegisterHelp"
End Sub
